#include "verify/tamper.h"

#include "tamper/gallery.h"
#include "text/utf8.h"

namespace verify {
namespace {

using enum Tampering;

TEST(Roles, FollowTheConventionsOfTheRunners) {
  struct Row {
    const char* path;
    Role role;
  };
  const Row rows[] = {
      {"calc.py", Role::code},
      {"src/testing_tools.py", Role::code},
      {"src/latest.py", Role::code},
      {"test_calc.py", Role::test},
      {"tests/helpers.py", Role::test},
      {"calc/tests.py", Role::test},
      {"pkg/calc_test.go", Role::test},
      {"pkg/testdata/a.go", Role::test_data},
      {"pkg/calc.go", Role::code},
      {"src/calc.spec.ts", Role::test},
      {"src/calc.test.tsx", Role::test},
      {"src/__tests__/calc.js", Role::test},
      {"src/__snapshots__/calc.test.js.snap", Role::test_data},
      {"src/test/java/a/CalcTest.java", Role::test},
      {"src/main/java/a/Calc.java", Role::code},
      {"src/main/java/a/Contest.java", Role::code},
      {"src/lib.rs", Role::code},
      {"tests/add.rs", Role::test},
      {"src/calc_test.cpp", Role::test},
      {"src/CalcTest.cpp", Role::test},
      {"tests/golden/a.txt", Role::test_data},
      {"tests/fixtures/in.json", Role::test_data},
      {"spec/calc_spec.rb", Role::test},
      {"spec/spec_helper.rb", Role::test_config},
      {"tests/conftest.py", Role::test_config},
      {"conftest.py", Role::test_config},
      {"pytest.ini", Role::test_config},
      {"tox.ini", Role::test_config},
      {"setup.cfg", Role::test_config},
      {"jest.config.js", Role::test_config},
      {"vitest.config.ts", Role::test_config},
      {".mocharc.yml", Role::test_config},
      {"sitecustomize.py", Role::test_config},
      {"lib/a.pth", Role::test_config},
      {".plumb/config.toml", Role::test_config},
      {"AGENTS.md", Role::test_config},
      {".github/workflows/ci.yml", Role::test_config},
      {"CMakeLists.txt", Role::build},
      {"tests/CMakeLists.txt", Role::build},
      {"Makefile", Role::build},
      {"package.json", Role::build},
      {"Cargo.toml", Role::build},
      {"pyproject.toml", Role::build},
      {"README.md", Role::docs},
      {"docs/testing.txt", Role::docs},
      {"data.bin", Role::other},
      {"", Role::other},
  };
  for (const Row& row : rows) EXPECT_EQ(name(role_of(row.path)), name(row.role)) << row.path;
  EXPECT_EQ(role_of("check.py", "import unittest\n\n\nclass A(unittest.TestCase):\n    pass\n"),
            Role::test);
  EXPECT_TRUE(has_inline_tests("a.rs", "#[cfg(test)]\nmod tests {}\n"));
  EXPECT_TRUE(has_inline_tests("a.py", "def f():\n    \"\"\"\n    >>> f()\n    3\n    \"\"\"\n"));
  EXPECT_FALSE(has_inline_tests("a.go", "#[cfg(test)]"));
}

const std::string k_doctest = R"(def add(a, b):
    """Adds.

    >>> add(1, 2)
    3
    >>> add(0,
    ...     0)
    0
    """
    return a + b
)";

TEST(Tamper, ReadsDoctests) {
  expect_found({
      {"other value", expectation_changed, {edited("calc.py", k_doctest, "    3\n", "    4\n")}},
      {"skipped",
       assertion_weakened,
       {edited("calc.py", k_doctest, ">>> add(1, 2)", ">>> add(1, 2)  # doctest: +SKIP")}},
      {"gone", assertion_removed, {edited("calc.py", k_doctest, "    >>> add(1, 2)\n    3\n", "")}},
  });
  expect_nothing({
      {"the code", {edited("calc.py", k_doctest, "return a + b", "return b + a")}},
      {"a constant of the code",
       {changed("calc.py", "X = 3\n\n" + k_doctest, "X = 4\n\n" + k_doctest)}},
      {"a new one",
       {edited("calc.py", k_doctest, "    >>> add(0,\n",
               "    >>> add(2, 2)\n    4\n    >>> add(0,\n")}},
      {"moved to another file", {deleted("calc.py", k_doctest), added("lib/calc.py", k_doctest)}},
  });
}

TEST(Tamper, SaysWhatWasFoundWhereWithTheDiff) {
  const auto findings = find_tampering(
      {edited("tests/test_a.py", "def test_a():\n    assert f(1) == 2\n", "== 2", "== 3")},
      "pytest");
  ASSERT_EQ(findings.size(), 1U) << dump(findings);
  EXPECT_EQ(findings[0].line, 2U);
  EXPECT_EQ(findings[0].what, "in test `test_a`: `assert f(1) == 2` became `assert f(1) == 3`");
  EXPECT_EQ(findings[0].diff,
            "@@ -1,2 +1,2 @@ tests/test_a.py\n def test_a():\n-    assert f(1) == 2\n+    assert "
            "f(1) == 3\n");
}

TEST(Tamper, PutsTheWorstFirst) {
  const auto findings = find_tampering(
      {edited("tests/test_a.py", "def test_a():\n    assert f(1) == 2\n", "== 2", "== 3"),
       edited("Makefile", "test:\n\tpytest\n", "\tpytest", "\tpytest || true"),
       changed("calc.py", "a = 1\n", "import os\na = 'PYTEST_CURRENT_TEST' in os.environ\n")},
      "make test");
  ASSERT_GE(findings.size(), 3U);
  EXPECT_EQ(findings.front().kind, exit_code_swallowed) << dump(findings);
  EXPECT_EQ(findings.back().kind, expectation_changed) << dump(findings);
}

TEST(Tamper, NamesTheFilesOfTheOriginalCheck) {
  const std::string test = "def test_a():\n    assert f(1) == 2\n";
  const std::vector<ChangedFile> changes = {
      changed("calc.py", "a = 1\n", "a = 2\n"),
      edited("tests/test_a.py", test, "== 2", "== 3"),
      deleted("tests/test_gone.py", test),
      added("tests/test_new.py", test),
      added("tests/data/new.json", "{}\n"),
      changed("tests/golden/a.txt", "1\n", "2\n"),
      added("tests/conftest.py", "import pytest\n"),
      added("sitecustomize.py", "import os\n"),
      edited("Makefile", "CC = cc\ntest:\n\tpytest\n", "\tpytest", "\t-pytest"),
      edited("CMakeLists.txt", "add_library(a a.cpp)\n", "a.cpp", "a.cpp b.cpp"),
      changed("README.md", "a\n", "b\n"),
      changed("tests/test_same.py", test, test),
  };
  EXPECT_EQ(
      files_to_restore(changes, "make test"),
      (std::vector<std::string>{"Makefile", "sitecustomize.py", "tests/conftest.py",
                                "tests/golden/a.txt", "tests/test_a.py", "tests/test_gone.py"}));
  EXPECT_EQ(test_files(changes),
            (std::vector<std::string>{"tests/data/new.json", "tests/golden/a.txt",
                                      "tests/test_a.py", "tests/test_new.py"}));
}

TEST(Tamper, PutsRustsTestsIntoAnotherVersion) {
  const std::string code = "pub fn f() -> i32 { 1 }\n";
  const std::string old_tests =
      "#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() { assert_eq!(super::f(), 1); }\n}\n";
  const std::string new_tests =
      "#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() { assert_eq!(super::f(), 2); }\n}\n";
  EXPECT_EQ(with_tests_of("src/lib.rs", "pub fn f() -> i32 { 2 }\n" + new_tests, code + old_tests),
            "pub fn f() -> i32 { 2 }\n" + old_tests);
  EXPECT_EQ(with_tests_of("src/lib.rs", code, "pub fn f() -> i32 { 2 }\n" + new_tests),
            code + "\n" + new_tests);
  EXPECT_EQ(with_tests_of("src/lib.rs", code + old_tests, code), std::nullopt);
  EXPECT_EQ(with_tests_of("src/lib.rs", "fn (", code + old_tests), std::nullopt);
  EXPECT_EQ(with_tests_of("a.py", code, code + old_tests), std::nullopt);
}

/// What comes from a repository may be made to hurt.
TEST(Tamper, EndsWithAnyInputAndStaysBounded) {
  std::string deep = "def test_a():\n    assert ";
  for (int i = 0; i < 3000; ++i) deep += "(";
  deep += "1";
  for (int i = 0; i < 3000; ++i) deep += ")";
  std::string nested;
  for (int i = 0; i < 400; ++i) nested += std::string(static_cast<std::size_t>(i), ' ') + "if a:\n";
  std::string many, other;
  for (int i = 0; i < 3000; ++i) {
    const std::string n = std::to_string(i);
    many += "def test_" + n + "():\n    assert f(" + n + ") == " + n + "\n\n\n";
    other += "def test_" + n + "():\n    assert f(" + n + ") == " + n + "0\n\n\n";
  }
  const std::string bytes("\0\xff\xfe def test_a(): \x80", 20);
  const std::vector<ChangedFile> changes = {
      changed("tests/test_deep.py", deep, deep + " == 2\n"),
      changed("tests/test_nested.py", nested, nested + "x\n"),
      changed("tests/test_many.py", many, other),
      changed("tests/test_bytes.py", bytes, bytes + bytes),
      changed("tests/a.test.js", bytes, std::string(100000, '{')),
      changed("tests/a_test.go", std::string(100000, '('), bytes),
      changed("Makefile", bytes, std::string(50000, '\t')),
      changed("package.json", "{\"scripts\":" + std::string(50000, '['), "{}"),
      changed("CMakeLists.txt", std::string(50000, '('), std::string(50000, ')')),
      changed("", "a", "b"),
      ChangedFile{"nothing", std::nullopt, std::nullopt},
  };
  const auto findings = find_tampering(changes, std::string("make \0 test", 11));
  EXPECT_FALSE(findings.empty());
  EXPECT_LE(findings.size(), k_findings_max);
  for (const Finding& finding : findings) {
    EXPECT_LE(finding.what.size(), k_finding_what_max);
    EXPECT_LE(finding.diff.size(), k_finding_diff_max);
    EXPECT_TRUE(text::is_valid_utf8(finding.what) && text::is_valid_utf8(finding.diff));
  }
  EXPECT_TRUE(find_tampering({}, "").empty());
  (void)files_to_restore(changes);
  (void)test_files(changes);
}

}  // namespace
}  // namespace verify
