#include "verify/mutation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "code/language.h"
#include "code/parse.h"
#include "tamper/gallery.h"
#include "text/lines.h"

namespace verify {
namespace {

std::string dump_mutants(const std::vector<Mutant>& mutants) {
  std::string out;
  for (const Mutant& one : mutants)
    out += one.path + ":" + std::to_string(one.line) + " " + one.what + "\n";
  return out;
}

/// `what` of all mutants that change a line of `after` which `before` does not have.
std::string all(std::string path, std::string before, std::string after) {
  return dump_mutants(
      mutate_changed_lines({changed(std::move(path), std::move(before), std::move(after))}, 100));
}

TEST(Mutation, ChangesOnlyWhatTheSessionWrote) {
  const std::string before = "def f(a, b):\n    if a > b:\n        return a\n    return b\n";
  const std::string after = with(before, "if a > b", "if a >= b");
  const auto mutants = mutate_changed_lines({changed("calc.py", before, after)}, 100);
  ASSERT_FALSE(mutants.empty());
  for (const Mutant& one : mutants) EXPECT_EQ(one.line, 2U) << one.what;
  EXPECT_EQ(mutants[0].what, "`a >= b` became `not (a >= b)`");
  EXPECT_EQ(mutants[0].text, with(after, "a >= b", "not (a >= b)"));
}

TEST(Mutation, HasTheRightFaultsInEachLanguage) {
  struct Row {
    const char* path;
    const char* after;
    std::vector<const char*> expected;
  };
  const Row rows[] = {
      {"a.py",
       "def f(a):\n    log.info('x')\n    a.items.append(3)\n    if a and not a.b:\n        raise "
       "ValueError('no')\n    return a + 1\n",
       {"`a.items.append(3)` is gone", "became `not (a and not a.b)`",
        "`raise ValueError('no')` is gone", "`return", "the result `a + 1` became `None`",
        "`+` became `-`", "`1` became `2`", "`and` became `or`"}},
      {"a.js",
       "function f(a) {\n  if (a > 1) {\n    this.go(a);\n  }\n  return a ? 'x' : g(true);\n}\n",
       {"`this.go(a);` is gone", "`(a > 1)` became `(!(a > 1))`", "`>` became `<=`",
        "became `undefined`", "`true` became `false`"}},
      {"a.ts",
       "const f = (a: number): number => a * 2;\n",
       {"the result `a * 2` became `undefined`", "`*` became `+`"}},
      {"a.go",
       "package a\nfunc f(a int) int {\n\tif a > 1 {\n\t\tg(a)\n\t}\n\tx := 3\n\treturn a - x\n}\n",
       {"`g(a)` is gone", "`a > 1` became `!(a > 1)`", "the result `a - x` became `(a - x) + 1`",
        "`-` became `+`", "`3` became `4`"}},
      {"a.rs",
       "pub fn f(a: i32) -> bool {\n    if a > 1 {\n        g(a);\n    }\n    a == 3\n}\n",
       {"`g(a);` is gone", "`a > 1` became `!(a > 1)`", "the result `a == 3` became `!(a == 3)`",
        "`==` became `!=`"}},
      {"A.java",
       "class A {\n  int f(int a) {\n    if (a > 1) {\n      g(a);\n    }\n    return a * 2;\n  "
       "}\n}\n",
       {"`g(a);` is gone", "`(a > 1)` became `(!(a > 1))`",
        "the result `a * 2` became `(a * 2) + 1`"}},
      {"a.c",
       "int f(int a) {\n  if (a > 1) {\n    g(a);\n  }\n  return a * 2;\n}\n",
       {"`g(a);` is gone", "`(a > 1)` became `(!(a > 1))`",
        "the result `a * 2` became `(a * 2) + 1`"}},
      {"a.cpp",
       "bool f(int a) {\n  if (a > 1) g(a);\n  items_.push_back(a);\n  return a == 2;\n}\n",
       {"`items_.push_back(a);` is gone", "`a > 1` became `!(a > 1)`",
        "the result `a == 2` became `!(a == 2)`"}},
  };
  for (const Row& row : rows) {
    const std::string found = all(row.path, "", row.after);
    for (const char* expected : row.expected)
      if (std::string(expected) != "`return")
        EXPECT_NE(found.find(expected), std::string::npos)
            << row.path << " lacks " << expected << ":\n"
            << found;
  }
}

TEST(Mutation, LeavesOutWhatNoTestCanNotice) {
  EXPECT_EQ(
      all("a.py", "", "\"\"\"Doc.\"\"\"\nimport os\nfrom a import b\n__version__ = '1.2'\n# 3\n"),
      "");
  EXPECT_EQ(
      all("a.py", "",
          "def f(a: int = None):\n    \"\"\"Doc 3.\"\"\"\n    logger.debug('x %d', 3)\n    pass\n"),
      "");
  EXPECT_EQ(all("a.ts", "import a from 'a';\n",
                "import a from 'a';\nimport b from 'b';\n\ntype A = 'x' | 'y';\n"),
            "");
  EXPECT_EQ(all("a.rs", "",
                "use std::fmt;\n#[derive(Debug)]\nstruct A;\n#[cfg(test)]\nmod tests {\n    "
                "#[test]\n    fn a() { assert_eq!(1 + 1, 2); }\n}\n"),
            "");
  EXPECT_EQ(all("a.cpp", "",
                "#include <vector>\n// a > 3\nusing A = std::array<int, "
                "3>;\nstatic_assert(sizeof(int) == 4);\n"),
            "");
  EXPECT_EQ(all("a.go", "", "package a\n\nimport \"fmt\"\n"), "");
  EXPECT_EQ(all("tests/test_a.py", "", "def test_a():\n    assert f(1) == 2\n"), "");
  EXPECT_EQ(all("README.md", "", "if a > 3: return\n"), "");
  EXPECT_EQ(
      all("a.py", "def f(a):\n    return a+1\n", "def f(a):\n\n    # one more\n    return a + 1\n"),
      "");
}

TEST(Mutation, SpreadsOverFilesAndHunks) {
  std::string before, after;
  for (int i = 0; i < 5; ++i) {
    const std::string n = std::to_string(i);
    before += "def f" + n + "(a):\n    x = 1\n    y = 2\n    z = 3\n    return a\n\n\n";
    after += "def f" + n + "(a):\n    x = 1\n    y = 2\n    z = 3\n    return g(a, " + n +
             ") + a.b\n\n\n";
  }
  const auto mutants =
      mutate_changed_lines({changed("a.py", before, after), changed("b.py", before, after)}, 10);
  ASSERT_EQ(mutants.size(), 10U);
  std::set<std::pair<std::string, std::size_t>> places;
  for (const Mutant& one : mutants) places.emplace(one.path, one.line);
  EXPECT_EQ(places.size(), 10U) << dump_mutants(mutants);
  EXPECT_EQ(mutate_changed_lines({changed("a.py", before, after)}, 3).size(), 3U);
  EXPECT_TRUE(mutate_changed_lines({changed("a.py", before, after)}, 0).empty());
}

TEST(Mutation, GivesMutantsThatParse) {
  const std::string source =
      "def f(a, b):\n    if a in b and not a is None: b.remove(a)\n    while a < 3: a += 1\n    x "
      "= 1 if a else 'y'\n    for i in range(10):\n        if i % 2 == 0: continue\n        "
      "a.g(i)[3] = -1\n    return (a, b)\n";
  const auto mutants = mutate_changed_lines({added("a.py", source)}, 1000);
  EXPECT_GT(mutants.size(), 15U);
  std::set<std::string> texts;
  for (const Mutant& one : mutants) {
    const auto tree = code::Tree::parse(code::Language::python, one.text);
    ASSERT_TRUE(tree);
    EXPECT_FALSE(tree->has_error()) << one.what << "\n" << one.text;
    EXPECT_NE(one.text, source);
    texts.insert(one.text);
  }
  EXPECT_EQ(texts.size(), mutants.size()) << "two mutants are the same";
}

TEST(Mutation, TellsFormatFromMeaning) {
  struct Row {
    const char* path;
    const char* before;
    const char* after;
    bool same;
  };
  const Row rows[] = {
      {"a.py", "f(1,2)\n", "f(\n    1,\n    2\n)  # two\n", true},
      {"a.py", "if a:\n  b()\nc()\n", "if a:\n  b()\n  c()\n", false},
      {"a.py", "x = 'a b'\n", "x = 'a  b'\n", false},
      {"a.c", "int f(){return 1;}", "/* one */\nint f() {\n  return 1;\n}\n", true},
      {"a.c", "int f(){return 1;}", "int f(){return 2;}", false},
      {"a.go", "package a\n", "//go:build ignore\n\npackage a\n", false},
      {"a.go", "package a\n", "// A comment.\n\npackage a\n", true},
      {"a.js", "f(a=>b)\n", "f(a => b) // x\n", true},
      {"notes.txt", "a b\n", "a  b\n", false},
      {"notes.txt", "a\n", "a\n", true},
  };
  for (const Row& row : rows)
    EXPECT_EQ(only_formatting(changed(row.path, row.before, row.after)), row.same)
        << row.path << "\n"
        << row.before << row.after;
  EXPECT_FALSE(only_formatting(added("a.py", "a\n")));
}

}  // namespace
}  // namespace verify
