// What a search does where there is nothing to find, too much of it, or something that never ends: it says so, in
// time.

#include <gtest/gtest.h>

#include "fake_project.h"

namespace repair {
namespace {

std::string test_class(const std::string& imports, const std::string& methods) {
  return "import unittest\n" + imports + "\n\nclass T(unittest.TestCase):\n" + methods;
}

bool says(const Repaired& done, const std::string& words) {
  return (done.outcome.why_not + done.outcome.first_error + done.error).find(words) != std::string::npos;
}
std::string all_of(const Repaired& done) {
  std::string out = done.outcome.why_not + "\n" + done.outcome.first_error + "\n" + done.error + "\n";
  for (const auto& line : done.lines) out += line + "\n";
  return out;
}

TEST(BadInput, TestsThatSleepEndWithTheBudget) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("calc.py", "import time\n\n\ndef add(a, b):\n    time.sleep(2)\n    return [a, b]\n");
  project.put("test_calc.py", test_class("from calc import add", "    def test_add(self):\n        self.assertEqual(add(2, 3), 'none of that')\n"));
  const auto done = repaired(loop, project, 6);
  EXPECT_FALSE(done.outcome.proposal);
  EXPECT_TRUE(says(done, "the time was used up")) << all_of(done);
  EXPECT_LT(done.ms, 60000) << "the budget bounds it, however busy the machine is";
}

TEST(BadInput, ATestThatNeverEndsIsNoReasonNotToEnd) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("calc.py", "def down(n):\n    while n > 0:\n        n = n + 1\n    return n\n");
  project.put("test_calc.py", test_class("from calc import down", "    def test_down(self):\n        self.assertEqual(down(3), 0)\n"
                                                                   "    def test_zero(self):\n        self.assertEqual(down(0), 0)\n"));
  project.put(".plumb/config.toml", "[check]\ncommand = \"python3 -m unittest -q\"\ntimeout_s = 2\n");
  const auto done = repaired(loop, project, 40);
  EXPECT_LT(done.ms, 150000) << all_of(done);
  ASSERT_TRUE(done.outcome.proposal) << all_of(done);
  EXPECT_NE(done.outcome.proposal->files.at(0).after.find("n = n - 1"), std::string::npos);
}

TEST(BadInput, AnEndlessLoopInPythonDoesNotUseUpTheCheck) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("calc.py", "def down(n):\n    while n > 0:\n        n = n + 1\n    return n\n");
  project.put("test_calc.py", test_class("from calc import down", "    def test_down(self):\n        self.assertEqual(down(3), 0)\n"
                                                                   "    def test_zero(self):\n        self.assertEqual(down(0), 0)\n"));
  const auto done = repaired(loop, project, 40);
  ASSERT_TRUE(done.outcome.proposal) << all_of(done);
  EXPECT_LT(done.outcome.before.duration_ms, 50000) << "less than the minute that a check may take";
}

TEST(BadInput, AnEndlessLoopInCLeavesTimeForItsRepair) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("CMakeLists.txt", "cmake_minimum_required(VERSION 3.16)\nproject(p LANGUAGES C)\nenable_testing()\nadd_executable(t test.c sum.c)\nadd_test(NAME t COMMAND t)\n");
  project.put("sum.c", "unsigned sum(unsigned n) {\n  unsigned all = 0;\n  unsigned i = 0;\n  while (i < n) {\n    all += i;\n    i = i * 1;\n  }\n  return all;\n}\n");
  project.put("test.c", "unsigned sum(unsigned n);\nint main(void) { return sum(0) == 0 && sum(4) == 6 && sum(5) == 10 ? 0 : 1; }\n");
  project.put(".plumb/config.toml", "[check]\ncommand = \"cmake -S . -B build && cmake --build build && ctest --test-dir build\"\ntimeout_s = 15\n");
  const auto done = repaired(loop, project, 58);  // a test without a limit would use up all of it
  ASSERT_TRUE(done.outcome.proposal) << all_of(done);
  EXPECT_NE(done.outcome.proposal->files.at(0).after.find("i = i + 1"), std::string::npos) << done.outcome.proposal->diff;
}

TEST(BadInput, AHundredFailingTestsOfOneFault) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("calc.py", "def twice(x):\n    return x + x + x\n");
  std::string methods;
  for (int i = 1; i <= 100; ++i)
    methods += "    def test_" + std::to_string(i) + "(self):\n        self.assertEqual(twice(" + std::to_string(i) + "), " + std::to_string(2 * i) + ")\n";
  project.put("test_calc.py", test_class("from calc import twice", methods));
  const auto done = repaired(loop, project);
  ASSERT_TRUE(done.outcome.proposal) << all_of(done);
  EXPECT_EQ(done.outcome.proposal->files.at(0).after, "def twice(x):\n    return x + x\n");
}

TEST(BadInput, AHundredFailingTestsWithoutAFix) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("calc.py", "def word(x):\n    return str(x)\n");
  std::string methods;
  for (int i = 1; i <= 100; ++i)
    methods += "    def test_" + std::to_string(i) + "(self):\n        self.assertEqual(word(" + std::to_string(i) + "), 'w" + std::to_string(i * i * 7919) + "')\n";
  project.put("test_calc.py", test_class("from calc import word", methods));
  const auto done = repaired(loop, project, 10);
  EXPECT_FALSE(done.outcome.proposal) << all_of(done);
  EXPECT_FALSE(done.outcome.why_not.empty());
  EXPECT_LT(done.ms, 60000);
}

TEST(BadInput, AFileOfAHundredThousandLines) {
  io::Loop loop;
  FakeProject project(loop);
  std::string text = "def twice(x):\n    return x + x + x\n\n\n";
  for (int i = 0; i < 33333; ++i) text += "def f" + std::to_string(i) + "(x):\n    return x\n\n";
  project.put("calc.py", text);
  project.put("test_calc.py", test_class("from calc import twice", "    def test_twice(self):\n        self.assertEqual(twice(2), 4)\n"
                                                                    "        self.assertEqual(twice(3), 6)\n"));
  const auto done = repaired(loop, project, 120);
  ASSERT_TRUE(done.outcome.proposal) << all_of(done);
  EXPECT_EQ(done.outcome.proposal->files.at(0).after.find("def twice(x):\n    return x + x\n"), 0U);
}

TEST(BadInput, TestsThatFailByChanceAreNamed) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("calc.py", "def add(a, b):\n    return a + b\n");
  // Red in its first run, green in each that follows in the same place.
  project.put("test_calc.py", test_class("import os\nfrom calc import add", "    def test_add(self):\n        seen = os.path.exists('seen.txt')\n"
                                                                            "        open('seen.txt', 'w').close()\n"
                                                                            "        self.assertTrue(seen and add(1, 2) == 3)\n"));
  const auto done = repaired(loop, project, 20);
  EXPECT_FALSE(done.outcome.proposal);
  EXPECT_TRUE(says(done, "pass when they are run") || says(done, "no test fails when")) << all_of(done);
}

TEST(BadInput, ASyntaxErrorIsToldWithItsPlace) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("calc.py", "def add(a, b):\n    return (a + b\n");
  project.put("test_calc.py", test_class("from calc import add", "    def test_add(self):\n        self.assertEqual(add(2, 3), 5)\n"));
  const auto done = repaired(loop, project, 20);
  EXPECT_FALSE(done.outcome.proposal);
  EXPECT_TRUE(says(done, "calc.py") && says(done, "SyntaxError")) << all_of(done);
}

TEST(BadInput, NoTestsAtAll) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("calc.py", "def add(a, b):\n    return a - b\n");
  project.put("test_calc.py", "from calc import add\n");
  const auto done = repaired(loop, project, 20);
  EXPECT_FALSE(done.outcome.proposal);
  EXPECT_FALSE(done.outcome.why_not.empty() && done.error.empty()) << all_of(done);
}

}  // namespace
}  // namespace repair
