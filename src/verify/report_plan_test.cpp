#include "report_plan.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/paths.h"

namespace verify {
namespace {

class Plan : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = base::TempDir::make();
    ASSERT_TRUE(made);
    dir_.emplace(*std::move(made));
  }
  void put(const std::string& name, const std::string& text) {
    const std::string path = base::join(dir_->path(), name);
    ASSERT_TRUE(base::make_dirs(base::parent(path)));
    ASSERT_TRUE(base::write_file(path, text));
  }
  std::string run(const std::string& command) {
    Check check;
    check.command = command;
    return plan_reports(check, dir_->path()).run;
  }
  std::optional<base::TempDir> dir_;
};

TEST_F(Plan, AddsWhatEachRunnerNeedsAndNothingElse) {
  struct Case {
    const char* command;
    const char* run;
  };
  const Case cases[] = {
      {"python3 -m pytest -q tests",
       "python3 -m pytest --junitxml=\"$PLUMB_REPORTS/pytest-1.xml\" -o junit_family=xunit1 -q tests"},
      {"pytest --junitxml=mine.xml", "pytest --junitxml=mine.xml"},
      {"PYTHONPATH=src python3 -W error -m unittest discover -v",
       "PYTHONPATH=src python3 -W error \"$PLUMB_REPORTS/plumb_unittest.py\" discover -v"},
      {"cmake -S . -B b && cmake --build b -j \"$(nproc)\" && ctest --test-dir b",
       "cmake -S . -B b && cmake --build b -j \"$(nproc)\" && ctest --output-junit "
       "\"$PLUMB_REPORTS/ctest-1.xml\" --test-dir b"},
      {"go test -v ./...", "go test -json -v ./..."},
      {"go test -json ./...", "go test -json ./..."},
      {"node --test", "node --test --test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit "
                      "--test-reporter-destination=\"$PLUMB_REPORTS/node-1.xml\""},
      {"cargo test --no-fail-fast", "cargo test --no-fail-fast"},
      {"mvn -B test", "mvn -fae -B test"},
      {"gradle test", "gradle --continue --no-build-cache test"},
      {"gradle test --tests A.b", "gradle --continue --no-build-cache test --tests A.b"},
      {"npx jest src", "npx jest --json --outputFile=\"$PLUMB_REPORTS/jest-1.json\" src"},
      {"cd a && pytest; cd ../b && pytest",
       "cd a && pytest --junitxml=\"$PLUMB_REPORTS/pytest-1.xml\" -o junit_family=xunit1; cd ../b && pytest "
       "--junitxml=\"$PLUMB_REPORTS/pytest-2.xml\" -o junit_family=xunit1"},
  };
  for (const auto& c : cases) EXPECT_EQ(run(c.command), c.run) << c.command;
}

TEST_F(Plan, LooksIntoTheScriptThatNpmRuns) {
  struct Case {
    const char* script;
    const char* command;
    const char* run;
  };
  const std::string junit = "--test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit "
                            "--test-reporter-destination=$PLUMB_REPORTS/node-1.xml";
  const std::string node = "NODE_OPTIONS=\"${NODE_OPTIONS:-} " + junit + "\" npm test";
  const Case cases[] = {
      {"jest", "npm test", "npm test -- --json --outputFile=\"$PLUMB_REPORTS/jest-1.json\""},
      {"jest", "yarn test", "yarn test --json --outputFile=\"$PLUMB_REPORTS/jest-1.json\""},
      {"tsc && vitest run", "npm test",
       "npm test -- --reporter=default --reporter=json --outputFile.json=\"$PLUMB_REPORTS/vitest-1.json\""},
      {"tsc && node --test dist", "npm test", node.c_str()},
      {"jest && eslint .", "npm test", nullptr},
      {"jest a && jest b", "npm test", nullptr},
      {"mocha", "npm test", nullptr},   // no version of it is installed here
  };
  for (const auto& c : cases) {
    put("package.json", std::string("{\"scripts\": {\"test\": \"") + c.script + "\"}}");
    const std::string planned = run(c.command);
    if (c.run != nullptr) {
      EXPECT_EQ(planned, c.run) << c.script;
    } else {
      EXPECT_TRUE(planned.ends_with("\nnpm test") || planned == "npm test") << planned;
    }
  }
  put("node_modules/mocha/package.json", "{\"version\": \"10.2.0\"}");
  put("package.json", "{\"scripts\": {\"test\": \"mocha\"}}");
  EXPECT_EQ(run("npm test"),
            "npm test -- --reporter json --reporter-option output=\"$PLUMB_REPORTS/mocha-1.json\"");
}

TEST_F(Plan, AsksThroughVariablesWhereTheRunnerIsHidden) {
  const std::string planned = run("make check");
  EXPECT_TRUE(planned.starts_with("export PYTEST_ADDOPTS=")) << planned;
  EXPECT_TRUE(planned.ends_with("\nmake check")) << planned;
  EXPECT_EQ(run("mvn test").find("export"), std::string::npos);
}

TEST_F(Plan, GradlesOldResultsGoFirst) {
  Check check;
  check.command = "gradle test";
  EXPECT_EQ(plan_reports(check, dir_->path()).removed, std::vector<std::string>{"*/build/test-results"});
}

TEST_F(Plan, AConfiguredReportIsTheOnlyOne) {
  Check check;
  check.command = "pytest";
  check.reports = {"out/junit.xml"};
  const auto plan = plan_reports(check, dir_->path());
  EXPECT_EQ(plan.run, "pytest");
  EXPECT_EQ(plan.tree, std::vector<std::string>{"./out/junit.xml"});
}

}  // namespace
}  // namespace verify
