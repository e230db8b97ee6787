#include "verify/select.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/paths.h"

namespace verify {
namespace {

class Select : public ::testing::Test {
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
  std::string one(const std::string& command, const std::vector<std::string>& names) {
    Check check;
    check.command = command;
    return command_for(check, dir_->path(), names);
  }
  /// "everything", "nothing", or the command.
  std::string part(const std::string& command, const std::vector<std::string>& changed) {
    Check check;
    check.command = command;
    const auto found = affected(check, dir_->path(), changed);
    if (found.scope == Scope::everything) return "everything";
    return found.scope == Scope::nothing ? "nothing" : found.command;
  }
  std::optional<base::TempDir> dir_;
};

TEST_F(Select, EachRunnerIsGivenNamesInItsOwnWay) {
  struct Case {
    const char* command;
    std::vector<std::string> names;
    const char* expected;
  };
  const Case cases[] = {
      {"python3 -m pytest -q -rA -p no:cacheprovider", {"tests/test_a.py::A::test_x", "tests/test_a.py::test_p[a b]"},
       "python3 -m pytest -q -rA -p no:cacheprovider tests/test_a.py::A::test_x 'tests/test_a.py::test_p[a b]'"},
      {"pytest -k fast tests/unit --tb short", {"tests/unit/test_a.py::test_x"},
       "pytest -k fast --tb short tests/unit/test_a.py::test_x"},
      {"pytest --some-option value tests", {"tests/test_a.py::test_x"}, ""},
      {"python3 -m unittest -v", {"test_a.A.test_x"}, "python3 -m unittest -v test_a.A.test_x"},
      {"python3 -m unittest discover -v -s tests", {"test_a.A.test_x", "test_a.B.setUpClass"},
       "PYTHONPATH=tests python3 -m unittest -v test_a.A.test_x test_a.B"},
      {"PYTHONPATH=src python3 -m unittest discover -v -s tests -t . -p '*_test.py'", {"tests.a_test.A.test_x"},
       "PYTHONPATH=src python3 -m unittest -v tests.a_test.A.test_x"},
      {"PYTHONPATH=src python3 -m unittest discover -s tests", {"test_a.A.test_x"},
       "PYTHONPATH=tests:src python3 -m unittest test_a.A.test_x"},
      {"python3 -m unittest -v", {"unittest.loader._FailedTest.test_b"}, ""},
      {"python3 -m unittest -v", {"x; rm -rf ~"}, ""},
      {"cmake --build b && ctest --test-dir b", {"a.b", "odd (1)"},
       "cmake --build b && ctest --test-dir b -R '^(a\\.b|odd \\(1\\))$'"},
      {"ctest -R x", {"a"}, ""},
      {"go test -v ./...", {"example.com/calc.v2/p.TestX/sub one", "example.com/calc.v2.TestY"},
       "go test -v -run '^(TestX|TestY)$' example.com/calc.v2/p example.com/calc.v2"},
      {"go test -v ./...", {"TestX"}, ""},
      {"cargo test --no-fail-fast", {"tests::adds", "src/lib.rs - add (line 2)", "tests/b.rs > works"},
       "cargo test --no-fail-fast -- --exact tests::adds 'src/lib.rs - add (line 2)' works"},
      {"node --test", {"suite > inner (ok)"}, "node --test '--test-name-pattern=(^| )inner \\(ok\\)$'"},
      {"npx jest", {"src/a.test.js > math > adds"}, "npx jest --runTestsByPath src/a.test.js -t '^math adds$'"},
      {"npx vitest run", {"v/a.spec.ts > math > adds"}, "npx vitest run v/a.spec.ts -t '^math adds$'"},
      {"npx mocha", {"test/a.js > math deep > adds", "other"}, "npx mocha -g '^(math deep adds|other)$'"},
      {"mvn -B test", {"org.x.CalcTest.adds", "org.x.CalcTest.divides(int)[2]", "org.x.B.c"},
       "mvn '-Dtest=org.x.B#c,org.x.CalcTest#adds+divides' -Dsurefire.failIfNoSpecifiedTests=false "
       "-DfailIfNoTests=false -B test"},
      {"gradle test", {"org.x.CalcTest.adds()"}, "gradle test --tests org.x.CalcTest.adds"},
      {"meson test -C build", {"proj:core / adds"}, "meson test -C build adds"},
      {"make check", {"a"}, ""},
      {"pytest && npm test", {"a.py::b"}, ""},
      {"pytest a; pytest b", {"a.py::b"}, ""},
      {"pytest", {}, ""},
  };
  for (const auto& c : cases) EXPECT_EQ(one(c.command, c.names), c.expected) << c.command;
}

TEST_F(Select, AScriptsRunnerGetsItsArgumentsThroughNpm) {
  put("package.json", "{\"scripts\": {\"test\": \"tsc && jest\", \"unit\": \"node --test\"}}");
  EXPECT_EQ(one("npm test", {"src/a.test.js > adds"}), "npm test -- --runTestsByPath src/a.test.js -t '^adds$'");
  EXPECT_EQ(one("npm run unit", {"adds"}), "");
  put("web/package.json", "{\"scripts\": {\"test\": \"mocha\"}}");
  EXPECT_EQ(one("cd web && yarn test", {"adds"}), "cd web && yarn test -g '^adds$'");
}

TEST_F(Select, HostileNamesStayArguments) {
  for (const char* const name : {"-x", "--junitxml=/etc/passwd", "", "a\nb"})
    EXPECT_EQ(one("pytest", {name}), "") << name;
  EXPECT_EQ(one("pytest", {"a.py::x'; touch /tmp/evil; '"}), "pytest 'a.py::x'\\''; touch /tmp/evil; '\\'''");
  EXPECT_EQ(one("pytest", {"a.py::$(touch x)`y`"}), "pytest 'a.py::$(touch x)`y`'");
  EXPECT_EQ(one("pytest", {std::string(2 * k_selection_max, 'a')}), "");
}

TEST_F(Select, PythonTestsThatImportWhatChanged) {
  put("calc/__init__.py", "");
  put("calc/core.py", "import os\n");
  put("calc/money.py", "from .core import add\n");
  put("calc/text.py", "x = 1\n");
  put("tests/test_core.py", "from calc import core\n");
  put("tests/test_money.py", "import sys\nfrom calc.money import (\n    Money,  # x\n    Cent,\n)\n");
  put("tests/test_text.py", "import calc.text as t\n");
  put("tests/test_cli.py", "import subprocess\n");
  const std::string pytest = "python3 -m pytest -q";
  EXPECT_EQ(part(pytest, {"calc/core.py"}), pytest + " tests/test_cli.py tests/test_core.py tests/test_money.py");
  EXPECT_EQ(part(pytest, {"calc/text.py"}), pytest + " tests/test_cli.py tests/test_text.py");
  EXPECT_EQ(part(pytest, {"calc/gone.py", "calc/text.py"}), pytest + " tests/test_cli.py tests/test_text.py");
  EXPECT_EQ(part(pytest, {"tests/test_text.py"}), pytest + " tests/test_cli.py tests/test_text.py");
  EXPECT_EQ(part("python3 -m unittest discover -v -s tests", {"calc/text.py"}),
            "PYTHONPATH=tests python3 -m unittest -v test_cli test_text");
  EXPECT_EQ(part(pytest, {"calc/__init__.py"}), "everything");
  EXPECT_EQ(part(pytest, {"calc/data.json"}), "everything");
  EXPECT_EQ(part(pytest, {"tests/conftest.py"}), "everything");
  EXPECT_EQ(part(pytest, {"../other/x.py"}), "everything");
  EXPECT_EQ(part(pytest, {}), "nothing");
  put("calc/plugins.py", "import importlib\nimportlib.import_module(name)\n");
  EXPECT_EQ(part(pytest, {"calc/text.py"}), "everything");
}

TEST_F(Select, PythonOnlyWithinTheCommandsOwnFolders) {
  put("a.py", "");
  put("unit/test_a.py", "import a\n");
  put("unit/test_b.py", "");
  put("slow/test_a.py", "import a\n");
  EXPECT_EQ(part("pytest unit", {"a.py"}), "pytest unit/test_a.py");
}

TEST_F(Select, GoPackagesThatDependOnWhatChanged) {
  put("go.mod", "module example.com/m\n\ngo 1.19\n");
  put("main.go", "package main\n\nimport (\n\t\"fmt\"\n\t\"example.com/m/a\"\n)\n");
  put("a/a.go", "package a\nimport b \"example.com/m/b\"\n");
  put("b/b.go", "package b\n");
  put("c/c.go", "package c\n");
  put("d/d.go", "package d\n");
  put("d/d_test.go", "package d\nimport \"example.com/m/b\"\n");
  put("e/e.go", "package e\nimport \"example.com/m/d\"\n");
  const std::string go = "go test -v ./...";
  EXPECT_EQ(part(go, {"b/b.go"}), "go test -v . ./a ./b ./d");
  EXPECT_EQ(part(go, {"c/testdata/x.json"}), "go test -v . ./c");
  EXPECT_EQ(part(go, {"c/c_test.go"}), "go test -v ./c");
  EXPECT_EQ(part(go, {"go.sum"}), "everything");
  EXPECT_EQ(part(go, {"gone/x.go"}), "everything");
  EXPECT_EQ(part("go test ./a", {"b/b.go"}), "everything");
}

TEST_F(Select, CargoMavenAndGradleByModule) {
  put("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\", \"c\"]\n");
  put("a/Cargo.toml", "[package]\nname = \"alpha\"\n");
  put("b/Cargo.toml", "[package]\nname = \"beta\"\n[dependencies]\nalpha = { path = \"../a\" }\n");
  put("c/Cargo.toml", "[package]\nname = \"gamma\"\n[dependencies]\nalpha-other = \"1\"\n");
  EXPECT_EQ(part("cargo test --no-fail-fast", {"a/src/lib.rs"}), "cargo test -p alpha -p beta --no-fail-fast");
  EXPECT_EQ(part("cargo test --workspace", {"c/src/lib.rs"}), "cargo test -p gamma");
  EXPECT_EQ(part("cargo test", {"a/Cargo.toml"}), "everything");
  EXPECT_EQ(part("cargo test -p alpha", {"a/src/lib.rs"}), "everything");

  put("pom.xml", "<modules/>");
  put("core/pom.xml", "");
  EXPECT_EQ(part("mvn -B test", {"core/src/main/java/A.java"}), "mvn -pl core -amd -am -B test");
  EXPECT_EQ(part("mvn -B test", {"pom.xml"}), "everything");

  put("build.gradle", "");
  put("lib/build.gradle", "");
  put("app/build.gradle", "dependencies { implementation project(':lib') }\n");
  put("tool/build.gradle", "");
  EXPECT_EQ(part("gradle test", {"lib/src/main/java/A.java"}), "gradle :app:test :lib:test");
  EXPECT_EQ(part("gradle test", {"lib/build.gradle"}), "everything");
}

TEST_F(Select, ACheckOfAFolderIsLeftOutWhereNothingOfItChanged) {
  put("packages/web/package.json", "{\"scripts\": {\"test\": \"jest\"}}");
  put("packages/web/src/a.js", "");
  put("packages/api/src/b.js", "");
  EXPECT_EQ(part("cd packages/web && npm test", {"packages/api/src/b.js"}), "nothing");
  EXPECT_EQ(part("cd packages/web && npm test", {"tsconfig.json"}), "everything");
  EXPECT_EQ(part("cd packages/web && npm test", {"packages/web/src/a.js"}),
            "cd packages/web && npm test -- --findRelatedTests src/a.js");
  put("packages/web/src/a.js", "require('../../api/src/b')");
  EXPECT_EQ(part("cd packages/web && npm test", {"packages/api/src/b.js"}), "everything");
}

TEST_F(Select, WhatCannotBePartedIsRunWhole) {
  EXPECT_EQ(part("ctest --test-dir build", {"a.c"}), "everything");
  EXPECT_EQ(part("make check", {"a.c"}), "everything");
  EXPECT_EQ(part("./run-tests.sh", {"a.c"}), "everything");
}

}  // namespace
}  // namespace verify
