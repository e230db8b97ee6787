#include "python_setup.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "localise.h"
#include "patch_text.h"

namespace repair {
namespace {

std::string dump(const std::optional<PythonSetup>& setup) {
  if (!setup) return "(none)";
  std::string out = setup->python + " " + setup->runner;
  for (const auto& path : setup->path) out += " path=" + path;
  for (const auto& argument : setup->arguments) out += " " + argument;
  if (!setup->start.empty()) out += " start=" + setup->start + " pattern=" + setup->pattern;
  if (!setup->top.empty()) out += " top=" + setup->top;
  for (const auto& name : setup->names) out += " name=" + name;
  return out;
}

TEST(PythonSetup, ReadsCommands) {
  struct Case {
    const char* command;
    const char* expected;
  };
  const Case cases[] = {
      {"python3 -m unittest -v", "python3 unittest start=. pattern=test*.py"},
      {"python3 -m unittest discover -v -s tests -t .",
       "python3 unittest start=tests pattern=test*.py top=."},
      {"python -m unittest discover tests -p '*_test.py'",
       "python unittest start=tests pattern=*_test.py"},
      {"python3 -m unittest tests.test_a tests/test_b.py",
       "python3 unittest name=tests.test_a name=tests.test_b"},
      {"PYTHONPATH=src:lib python3 -m pytest -q -rA -p no:cacheprovider tests",
       "python3 pytest path=src path=lib tests"},
      {".venv/bin/python -m pytest -x --tb=short -k fast",
       "/root-of-it/.venv/bin/python pytest -k fast"},
      {"pytest -n 4 tests", "python3 pytest tests"},
      {"make test", "(none)"},
      {"cd x && python3 -m unittest", "(none)"},
      {"DB=x python3 -m unittest", "(none)"},
      {"python3 run_tests.py", "(none)"},
  };
  const base::Env env;
  for (const auto& c : cases)
    EXPECT_EQ(dump(python_setup({"", c.command, ""}, "/root-of-it", env)), c.expected) << c.command;
}

TEST(PythonSetup, LooksAtFilesBehindOtherCommands) {
  const auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  ASSERT_TRUE(base::write_file(dir->path() + "/test_a.py", "from unittest import TestCase\n"));
  EXPECT_EQ(dump(python_setup({"", "make test", ""}, dir->path(), base::Env())),
            "python3 unittest start=. pattern=test*.py");
}

TEST(Localise, PutsLinesOfFailingTestsAlone) {
  Coverage coverage;
  coverage.tests = {{"bad", true, {{"a.py", {1, 2, 3}}, {"tests/test_a.py", {1}}}},
                    {"good", false, {{"a.py", {1, 2}}}},
                    {"better", false, {{"a.py", {1}}}}};
  LabTest failing;
  failing.name = "bad";
  const auto suspects = localise(coverage, {failing});
  EXPECT_EQ(suspects.of("a.py", 3), 1);
  EXPECT_GT(suspects.of("a.py", 2), suspects.of("a.py", 1));
  EXPECT_EQ(suspects.of("a.py", 4), 0);
  EXPECT_EQ(suspects.of("tests/test_a.py", 1), 0) << "tests are not edited";
  failing.frames.push_back({"a.py", 1});
  const auto traced = localise(coverage, {failing});
  EXPECT_GT(traced.of("a.py", 1), suspects.of("a.py", 1));
}

TEST(PatchText, HasContextThatFitsOnePlaceOnly) {
  const std::string block = "def f():\n    x = 1\n    return x\n\n\n";
  const EditedFile file{"a.py", block + block, block + "def f():\n    x = 1\n    return -x\n\n\n"};
  const auto patch = patch_text({file});
  EXPECT_TRUE(patch.starts_with("*** Begin Patch\n*** Update File: a.py\n@@\n"));
  EXPECT_TRUE(patch.ends_with("*** End Patch\n"));
  EXPECT_NE(patch.find("-    return x\n+    return -x\n"), std::string::npos);
  const auto edits = replacements(file);
  ASSERT_EQ(edits.size(), 1U);
  const auto at = file.before.find(edits[0].old_text);
  EXPECT_EQ(file.before.find(edits[0].old_text, at + 1), std::string::npos);
  EXPECT_EQ(std::string(file.before).replace(at, edits[0].old_text.size(), edits[0].new_text),
            file.after);
}

}  // namespace
}  // namespace repair
