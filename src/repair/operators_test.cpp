#include "operators.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "made_candidates.h"

namespace repair {
namespace {

struct Case {
  const char* text;
  const char* before;
  const char* after;
};

void expect_all(const std::string& path, const std::vector<Case>& cases) {
  for (const auto& c : cases) {
    const Made made = make(path, c.text);
    EXPECT_GE(cost_of(made, c.before, c.after), 0)
        << c.text << "\nwants " << c.before << " -> " << c.after;
  }
}

TEST(Operators, PythonHasTheEditsOfTheTable) {
  expect_all(
      "a.py",
      {
          // constants
          {"def f(x):\n    return x[1]\n", "[1]", "[0]"},
          {"def f(x):\n    return x[1]\n", "[1]", "[2]"},
          {"def f(x):\n    return x > 10\n", "10", "11"},
          {"def f(x):\n    return x, 3, 7\n", "3", "7"},
          {"def f(x, n):\n    return x > 10\n", "10", "n"},
          {"def f(x):\n    return True\n", "True", "False"},
          {"def f(x):\n    return -1\n", "-1", "1"},
          {"def f(x):\n    return x.split(';')\n", "';'", "''"},
          {"def f(x):\n    a = ','\n    return x.split(';')\n", "';'", "','"},
          // relational
          {"def f(a, b):\n    return a < b\n", "<", "<="},
          {"def f(a, b):\n    return a == b\n", "==", "!="},
          {"def f(a, b):\n    return a in b\n", " in ", " not in "},
          {"def f(a, b):\n    return a is b\n", " is ", " is not "},
          {"def f(a, b):\n    return a < b - 1\n", "< b - 1", "<= b - 1 + 1"},
          {"def f(a):\n    return a < 5\n", "< 5", "<= 4"},
          // arithmetic, logical, augmented
          {"def f(a, b):\n    return a + b\n", "+", "-"},
          {"def f(a, b):\n    return a / b\n", "/", "//"},
          {"def f(a, b):\n    return a and b\n", "and", "or"},
          {"def f(a, b):\n    a += b\n    return a\n", "+=", "-="},
          {"def f(a, b):\n    a = b\n    return a\n", "a = b", "a += b"},
          {"def f(a, b, c):\n    return a + b * c\n", "a + b * c", "(a + b) * c"},
          // names
          {"def f(low, high):\n    return low\n", "return low", "return high"},
          {"def f(self):\n    return self.width * self.width\n", "self.width * self.width",
           "self.width"},
          {"class A:\n    def f(self):\n        return self.x\n    def g(self):\n        self.y = "
           "1\n",
           "return self.x", "return self.y"},
          {"def f(x):\n    return any(x)\n", "any", "all"},
          {"def f(x):\n    x.append(1)\n    return x\n", "append", "extend"},
          // conditions
          {"def f(x):\n    if x:\n        return 1\n    return 2\n", "if x", "if not x"},
          {"def f(x, y):\n    if not x:\n        return 1\n    return 2\n", "if not x", "if x"},
          {"def f(x, y):\n    if x and y:\n        return 1\n    return 2\n", "x and y", "x"},
          {"def f(x, y):\n    if x:\n        return 1\n    return 2\n", "if x", "if x and y"},
          // by one, swaps, wraps, slices, extensions
          {"def f(n):\n    return range(n)\n", "range(n)", "range(n + 1)"},
          {"def f(a, b):\n    return g(a, b)\n", "g(a, b)", "g(b, a)"},
          {"def f(a, b):\n    return a - b\n", "a - b", "b - a"},
          {"def f(a, b):\n    return a, b\n", "a, b\n", "b, a\n"},
          {"def f(a, b):\n    return a - b\n", "a - b", "abs(a - b)"},
          {"def f(a):\n    return sorted(a)\n", "sorted(a)", "a"},
          {"def f(a):\n    return a.pop()\n", "pop()", "pop(0)"},
          {"def f(a):\n    return a[1:]\n", "1:", ":"},
          {"def f(a):\n    return a[:1]\n", ":1", "1:"},
          {"def f(a, b):\n    return a\n", "return a", "return a + b"},
          {"def f(a, b):\n    return a\n", "return a", "return max(a, b)"},
          {"def f(a, b):\n    return a if a else b\n", "a if a else b", "b if a else a"},
          // statements
          {"def f(x):\n    n = 0\n    while x:\n        x = g(x)\n    return n\n",
           "        x = g(x)\n", "        n += 1\n        x = g(x)\n"},
          {"def f(x):\n    g(x)\n    return x\n", "    g(x)\n", ""},
          {"def f(x):\n    for i in x:\n        break\n    return i\n", "break", "continue"},
          {"def f(x):\n    a = 1\n    b = a\n    return b\n", "    a = 1\n    b = a\n",
           "    b = a\n    a = 1\n"},
          {"def f(x):\n    for i in x:\n        g(i)\n        return i\n", "        return i",
           "    return i"},
          {"def f(x):\n    for i in x:\n        g(i)\n    h(x)\n    return x\n", "    h(x)",
           "        h(x)"},
      });
}

TEST(Operators, CppHasTheEditsOfTheTable) {
  expect_all(
      "a.cpp",
      {
          {"int f(int a) { return a < 5; }\n", "<", "<="},
          {"int f(int a) { return a && !a; }\n", "&&", "||"},
          {"int f(int a, int b) { if (a = b) return 1; return 0; }\n", "a = b", "a == b"},
          {"int f(int n) { int sum; for (int i = 0; i < n; ++i) sum += i; return sum; }\n",
           "int sum", "int sum = 0"},
          {"int f(int n) { int a = n; return a; }\n", "int a", "long long a"},
          {"int f(int n) { for (int i = 0; i < n; ++i) n--; return n; }\n", "i = 0", "i = 1"},
          {"int f(int n) { for (int i = 0; i < n; ++i) n--; return n; }\n", "++i", "--i"},
          {"int f(V v) { return *v.begin(); }\n", "begin", "end"},
          {"int f(int a, int b) { return g(a, b); }\n", "g(a, b)", "g(b, a)"},
          {"int f(int a) {\n  switch (a) {\n    case 1: a = 2;\n    default: a = 3;\n  }\n  return "
           "a;\n}\n",
           "a = 2;", "a = 2; break;"},
          {"double f(int a, int b) { return a / b; }\n", "a / b", "static_cast<double>(a) / b"},
          {"bool f(int a) { return true; }\n", "true", "false"},
          {"int f(int a) {\n  g(a);\n  return a;\n}\n", "  g(a);\n", ""},
          {"void f(V v) { for (auto x : v) x = 1; }\n", "auto x", "auto &x"},
      });
}

TEST(Operators, JavaScriptHasTheEditsOfTheTable) {
  expect_all(
      "a.js",
      {
          {"function f(a, b) { return a === b; }\n", "===", "!=="},
          {"function f(a, b) { return a < b; }\n", "<", "<="},
          {"const f = (a, b) => a && b;\n", "&&", "||"},
          {"class A {\n  f(a) {\n    return this.x[a];\n  }\n  g() { return this.y; }\n}\n", "[a]", "[a - 1]"},
          {"const f = (a) => a + 1;\n", "+ 1", "+ 2"},
          {"function f(a, b) { return a / b; }\n", "a / b", "Math.floor(a / b)"},
          {"function f(a) { return a.some((x) => x > 1); }\n", "some", "every"},
          {"function f(a) {\n  let n = 0;\n  for (const x of a) n += x;\n  return n;\n}\n", "n = 0", "n = 1"},
          {"function f(a) {\n  if (a) return 1;\n  return 2;\n}\n", "if (a)", "if (!a)"},
          {"function f(a) {\n  if (a) return 1;\n  return null;\n}\n", "null", "undefined"},
          {"function f(a, b) { return g(a, b); }\n", "g(a, b)", "g(b, a)"},
          {"function f(a, b) { return a ? 1 : b; }\n", "1 : b", "b : 1"},
          {"function f(a) {\n  g(a);\n  return a;\n}\n", "  g(a);\n", ""},
          {"function f(a) { return [1, a]; }\n", "[1, a]", "[a, 1]"},
          {"function f(a) { return 'x' + a; }\n", "'x'", "''"},
      });
  expect_all("a.ts", {{"export function f(a: number, b: number): boolean {\n  return a < b;\n}\n", "a < b", "a <= b"},
                      {"const f = (a: string[]): number => a.length;\n", "a.length", "a.length - 1"}});
}

TEST(Operators, GoHasTheEditsOfTheTable) {
  expect_all("a.go", {
                         {"package p\n\nfunc f(a, b int) bool { return a < b }\n", "a < b", "a <= b"},
                         {"package p\n\nfunc f(a []int) int { return a[1] }\n", "[1]", "[0]"},
                         {"package p\n\nfunc f(a []int) []int { return a[1:2] }\n", "1:2", "0:2"},
                         {"package p\n\nfunc f(a int) (int, error) { return a, nil }\n", "nil", "err"},
                         {"package p\n\nfunc f(a, b int) int {\n\tc := a\n\treturn c + b\n}\n", "c + b", "c - b"},
                         {"package p\n\nfunc f(a, b int) int {\n\tc := a\n\treturn c\n}\n", "return c", "return b"},
                         {"package p\n\nfunc f(a bool) int {\n\tif !a {\n\t\treturn 1\n\t}\n\treturn 2\n}\n", "!a", "a"},
                         {"package p\n\nfunc f(n int) int {\n\tfor i := 0; i < n; i++ {\n\t\tn--\n\t}\n\treturn n\n}\n", "i < n", "i <= n"},
                         {"package p\n\nfunc f(x *T) int {\n\tx.a = x.b\n\treturn 1\n}\n", "= x.b", "+= x.b"},
                     });
}

TEST(Operators, RustHasTheEditsOfTheTable) {
  expect_all("a.rs", {
                         {"fn f(a: i32, b: i32) -> bool { a < b }\n", "a < b", "a <= b"},
                         {"fn f(n: i32) -> i32 { let mut s = 0; for i in 0..n { s += i; } s }\n", "0..n", "0..=n"},
                         {"fn f(a: bool) -> i32 { if !a { return 1; } 2 }\n", "!a", "a"},
                         {"fn f(a: &[i32]) -> i32 { a[0] }\n", "a[0]", "a[1]"},
                         {"impl A { fn f(&self) -> i32 { self.x } fn g(&self) -> i32 { self.y + self.x } }\n",
                          "self.x }", "self.x + 1 }"},
                         {"fn f(a: i32, b: i32) -> i32 { g(a, b) }\n", "g(a, b)", "g(b, a)"},
                         {"fn f(a: i32) -> i32 { -a }\n", "-a", "a"},
                     });
}

TEST(Operators, JavaHasTheEditsOfTheTable) {
  expect_all("A.java",
             {
                 {"class A { boolean f(int a, int b) { return a < b; } }\n", "a < b", "a <= b"},
                 {"class A { int f(int a) { while (a > 0) { a++; } return a; } }\n", "a++", "a--"},
                 {"class A { int f(int a, int b) { return Math.min(a, b); } }\n", "min", "max"},
                 {"class A { int f(int[] a) { int n = 0; for (int x : a) n += x; return n; } }\n", "n = 0", "n = 1"},
                 {"class A { boolean f(String a, String b) { return a.equals(b); } }\n", "a.equals(b)", "!a.equals(b)"},
                 {"class A { int f(int a) { if (a > 1) return a; return 0; } }\n", "a > 1", "!(a > 1)"},
                 {"class A { double f(int a, int b) { return a / b; } }\n", "a / b", "(double) a / b"},
             });
}

TEST(Source, FindsFunctionsOfEveryLanguage) {
  const auto script = Source::parse("a.js", "const f = (x) => x;\nclass A { m() { return () => 1; } }\n(function () {\n  function g() {}\n})();\nexports.h = function () {};\n");
  ASSERT_TRUE(script);
  std::string names;
  for (const auto& unit : script->units()) names += unit.name + " ";
  EXPECT_EQ(names, "f A.m g exports.h ");
  const auto rust = Source::parse("a.rs", "impl A { fn f() {} }\nfn g() {}\n");
  ASSERT_TRUE(rust);
  ASSERT_EQ(rust->units().size(), 2U);
  EXPECT_EQ(rust->units()[0].name, "A.f");
  const auto java = Source::parse("A.java", "class A { A() {} int f() { return 1; } }\n");
  ASSERT_TRUE(java);
  EXPECT_EQ(java->units().size(), 2U);
  const auto go = Source::parse("a.go", "package a\nfunc (a *A) F() {}\nfunc G() {}\n");
  ASSERT_TRUE(go);
  EXPECT_EQ(go->units().size(), 2U);
}

TEST(Operators, LikelyEditsAreCheaperThanUnlikelyOnes) {
  const Made made =
      make("a.py", "def f(a, b):\n    if a < b:\n        return a + 1\n    return b\n");
  const double boundary = cost_of(made, "a < b", "a <= b");
  EXPECT_LT(boundary, cost_of(made, "a + 1", "a + 2"));
  EXPECT_LT(cost_of(made, "a + 1", "a - 1"), cost_of(made, "a + 1", "abs(a + 1)"));
  EXPECT_LT(cost_of(made, "return b", "return a"), cost_of(made, "return b", "return b + a"));
}

TEST(Operators, EachResultComesOnceAndNeverTheOriginal) {
  const Made made =
      make("a.py", "def f(a, b):\n    if a < b and b:\n        return a + 1\n    return [a, b]\n");
  std::vector<std::string> texts{made.source.text()};
  for (const auto& candidate : made.candidates)
    texts.push_back(edited(made.source.text(), candidate.splices));
  std::sort(texts.begin(), texts.end());
  EXPECT_EQ(std::adjacent_find(texts.begin(), texts.end()), texts.end());
}

TEST(Operators, OnlySuspectLinesAreEdited) {
  const auto source =
      Source::parse("a.py", "def f(a, b):\n    x = a < b\n    y = a > b\n    return x or y\n");
  ASSERT_TRUE(source);
  for (const auto& candidate :
       make_candidates(*source, 0, 0, [](std::size_t line) { return line == 3; }))
    EXPECT_TRUE(candidate.line == 3 || candidate.line == 4)
        << candidate.line;  // 4: insertions beside it
}

TEST(Operators, StayWithinTheFunction) {
  const Made made =
      make("a.py", "X = 1\n\n@dec\ndef f(a):\n    return a\n\n\ndef g(b):\n    return b\n");
  const auto begin = made.source.text().find("@dec");
  for (const auto& candidate : made.candidates)
    for (const auto& splice : candidate.splices) {
      EXPECT_GE(splice.begin, begin);
      EXPECT_LE(splice.end, made.source.units()[0].end);
    }
}

TEST(Operators, OfTooManyTheCheapestStay) {
  std::string text = "function f(a, b, c, d, e) {\n  let unit = '';\n";
  for (int i = 0; i < 30; ++i)
    text += "  if (a + b * c - d + " + std::to_string(i) + " >= e) {\n    unit = 'u" + std::to_string(i) + "';\n  }\n";
  const Made made = make("a.js", text + "  if (a > b) {\n    unit = 'last';\n  }\n  return unit;\n}\n");
  EXPECT_EQ(made.candidates.size(), k_candidates_per_unit_max);
  EXPECT_GE(cost_of(made, "a > b", "a >= b"), 0) << "the end of the function has its turn too";
}

TEST(Operators, TheEndOfALongFunctionHasItsTurnToo) {
  std::string text = "function f(a, b, c, d, e) {\n  let unit = '';\n";
  for (int i = 0; i < 300; ++i)
    text += "  if (a + b * c - d + " + std::to_string(i) + " >= e) {\n    unit = 'u" + std::to_string(i) + "';\n  }\n";
  EXPECT_GE(cost_of(make("a.js", text + "  if (a > b) {\n    unit = 'last';\n  }\n  return unit;\n}\n"), "a > b", "a >= b"), 0);
}

TEST(Operators, AnEndlessChainIsLeftAlone) {
  std::string text = "a";
  for (int i = 0; i < 8000; ++i) text += " + a";
  EXPECT_TRUE(make("a.js", "function f(a) { return " + text + "; }\n").candidates.empty());
}

TEST(Operators, ABoundIsOffByOneWithoutBrackets) {
  const Made made = make("a.go", "package p\n\nfunc f(c C, n int) int {\n\tfor i := 0; i < c.si; i++ {\n\t\tn += i\n\t}\n\treturn n\n}\n");
  const double bound = cost_of(made, "i < c.si", "i < c.si - 1");
  EXPECT_GE(bound, 0);
  EXPECT_LT(bound, cost_of(made, "i < c.si", "i + 1 < c.si"));
}

TEST(Operators, HostileTextIsBounded) {
  for (const char* between : {" + ", ", "}) {  // deep, and wide
    std::string text = "def f(a):\n    return a";
    for (int i = 0; i < 400; ++i)
      text += between + ("v" + std::to_string(i)) + " * (" + std::to_string(i) + " < a)";
    const Made made = make("a.py", text + "\n");
    EXPECT_LE(made.candidates.size(), k_candidates_per_unit_max);
  }
}

TEST(Source, KnowsWhatMustNotBeEdited) {
  for (const char* path :
       {"tests/a.py", "test_a.py", "a_test.cpp", "src/test/java/A.py", "conftest.py", "setup.py",
        "pkg/tests.py", "third_party/x.c", "fixtures/a.py", "CMakeLists.txt", ".venv/lib/a.py",
        "build/gen.c", "WrapTest.cpp", "x_pb2.py"})
    EXPECT_TRUE(is_protected(path)) << path;
  for (const char* path : {"a.py", "src/contest.py", "latest/attest.cpp", "tally/testimony.py",
                           "src/builder.c", "distance/x.py"})
    EXPECT_FALSE(is_protected(path)) << path;
}

TEST(Source, FindsFunctionsWithTheirWayToThem) {
  const auto source =
      Source::parse("a.py",
                    "import x\nif x:\n    class A:\n        class B:\n            @dec\n           "
                    " def f(self):\n                def g(): pass\n                return g\n");
  ASSERT_TRUE(source);
  ASSERT_EQ(source->units().size(), 1U);
  const Unit& unit = source->units()[0];
  EXPECT_EQ(unit.name, "A.B.f");
  EXPECT_EQ(unit.line, 5U);
  EXPECT_EQ(unit.headers, (std::vector<std::string>{"if 1:", "    class A:", "        class B:"}));
  const auto native =
      Source::parse("a.cpp",
                    "namespace n {\nstruct S {\n  int f() const { return 1; }\n};\nint S::g(int& "
                    "x) { return x; }\ntemplate <class T> T h(T t) { return t; }\n}\n");
  ASSERT_TRUE(native);
  ASSERT_EQ(native->units().size(), 3U);
  EXPECT_EQ(native->units()[0].name, "n::S::f");
  EXPECT_EQ(native->units()[1].name, "n::S::g");
  EXPECT_EQ(native->units()[2].name, "n::h");
}

/// A place that is like another one has what is there, for little.
TEST(Operators, APlaceIsMadeLikeItsSiblings) {
  struct Sibling {
    const char *path, *text, *before, *after;
  };
  const Sibling siblings[] = {
      {"a.c", "int has(struct q* q, int x) {\n  return q->a[(q->n + x) % SIZE];\n}\nvoid put(struct q* q, int x) {\n  q->a[(q->head + q->n) % SIZE] = x;\n}\n",
       "q->n + x", "q->head + x"},
      {"a.cpp", "void R::pop() {\n  head_ = (head_ + 1) % size_;\n}\nvoid R::push(int x) {\n  data_[(head_ + size_) % data_.size()] = x;\n}\n", "% size_", "% data_.size()"},
      {"a.py", "def f(box):\n    width = box.width\n    height = box.width\n    return g(width, height, box.height)\n", "height = box.width", "height = box.height"},
      {"a.js", "function f(a, b) {\n  for (let j = 0; j < a; j++) g(j);\n  for (let j = 1; j < b; j++) h(j);\n}\n", "j < a", "j < b"},
  };
  for (const auto& one : siblings) {
    const double cost = cost_of(make(one.path, one.text), one.before, one.after);
    EXPECT_GE(cost, 0) << one.text;
    EXPECT_LE(cost, 0.9) << one.text;
  }
  // What is local to another function is nothing for this one.
  EXPECT_EQ(cost_of(make("a.py", "def f(n, k):\n    return g(n, k)\ndef h(m):\n    return g(m, 2)\n"), "g(n", "g(m"), -1);
  // Where both stand in like places, neither is the odd one.
  const Made both = make("a.c", "int f(int a, int b, int i) {\n  if (i < a) g(i);\n  if (i < b) h(i);\n  if (i < a) k(i);\n  return 0;\n}\n");
  EXPECT_GT(cost_of(both, "i < a", "i < b"), 1.2);
}

TEST(Operators, AConditionThatForgetsACase) {
  const Made made = make("a.c", "int f(char c) {\n  if (c == 'x') return 1;\n  return c == '0';\n}\n");
  EXPECT_LT(cost_of(made, "(c == 'x')", "((c == 'x' || c == 'X'))"), 1);
  EXPECT_GT(cost_of(made, "(c == 'x')", "((c == 'x' || c == '0'))"), 2);
  EXPECT_GE(cost_of(make("a.py", "def f(c):\n    return c != 'q'\n"), "c != 'q'", "(c != 'q' and c != 'Q')"), 0);
  EXPECT_GE(cost_of(make("a.py", "def f(c):\n    if c > 0:\n        c = g(c)\n    return c\n"), "if c", "while c"), 0);
  EXPECT_GE(cost_of(make("a.go", "package p\nfunc f(c int) int {\n\tif c > 0 {\n\t\tc = g(c)\n\t}\n\treturn c\n}\n"), "if c", "for c"), 0);
}

TEST(Operators, NamesAreUsedOnlyWhereTheyMeanSomething) {
  struct Use {
    const char *path, *text, *before, *after;
    bool made;
  };
  const char* c = "int f(int a, int k) {\n  int b = a;\n  for (int i = 0; i < b; ++i) g(i);\n  int late = 1;\n  return b + late;\n}\n";
  const char* cpp = "void f(std::vector<P> all, int n, int m) {\n  std::sort(all.begin(), all.end(), [](const P& x, const P& y) { return x.s < y.s; });\n  g(n);\n}\n";
  const char* js = "function f(a, { b }) {\n  for (const x of a) g(x);\n  const h = (y) => y + 1;\n  return h(b);\n}\n";
  const char* go = "package p\nfunc f(a, b int) int {\n\tif v, err := g(a); err == nil {\n\t\treturn v\n\t}\n\treturn b\n}\n";
  const char* java = "class A {\n  int f(int[] a, int n) {\n    for (int x : a) g(x);\n    int y = 2;\n    return n;\n  }\n}\n";
  const Use uses[] = {
      {"a.c", c, "return b", "return a", true},     {"a.c", c, "return b", "return k", true}, {"a.c", c, "return b", "return i", false},
      {"a.c", c, "i < b", "i < late", false},       {"a.c", c, "g(i)", "g(b)", true},         {"a.cpp", cpp, "g(n)", "g(m)", true},
      {"a.cpp", cpp, "g(n)", "g(x)", false},        {"a.cpp", cpp, "g(n)", "g(all)", false},        {"a.js", js, "return h(b)", "return h(a)", true}, {"a.js", js, "return h(b)", "return h(x)", false},
      {"a.js", js, "return h(b)", "return h(y)", false}, {"a.js", js, "g(x)", "g(b)", true},  {"a.go", go, "return b", "return a", true},
      {"a.go", go, "return b", "return v", false},  {"a.go", go, "return v", "return b", true}, {"A.java", java, "return n", "return y", true},
      {"A.java", java, "return n", "return x", false}, {"A.java", java, "g(x)", "g(y)", false},
  };
  for (const auto& use : uses) EXPECT_EQ(cost_of(make(use.path, use.text), use.before, use.after) >= 0, use.made) << use.text << use.before << " -> " << use.after;
}

TEST(Operators, JavaComparesObjectsByValue) {
  const Made made = make("A.java", "class A {\n  boolean f(String a, String b) {\n    return a == b;\n  }\n}\n");
  EXPECT_GE(cost_of(made, "a == b", "a.equals(b)"), 0);
}

// The parser mends such texts with tokens that are not there.
TEST(Operators, TakeCodeThatTheParserDoesNotUnderstand) {
  const std::vector<std::pair<std::string, std::string>> samples = {
      {"b.ts", "function f(index: number): boolean {\n  return (words.[index >>> 5] & (1 << ( & 31))) !== 0;\n}\n"},
      {"b.c", "int f(struct heap *h, int i) {\n  int right = 2 * i + 2;\n  if (right < ->size && ->items[right] < h->[i]) return right;\n  return i;\n}\n"},
      {"a.py", "def f(xs, n='a'):\n    t = xs[1:n]\n    for x in t:\n        if x.m(n, \"b\") and n / 2 < len(xs):\n            t.append([0] * n)\n    return f'{t}'\n"},
      {"a.ts", "export async function f(xs: number[], k = 'a'): Promise<string[]> {\n  for (const [a, b] of Object.entries(xs)) {\n    if (a.trim() === \"b\") await g(a, ...b);\n  }\n  return [...xs].map((x) => `${x}`).sort();\n}\n"},
      {"a.c", "int f(struct s *p, const char *t) {\n  char b[10];\n  for (int i = 0; i < p->n; ++i)\n    if (strchr(\"ab\", t[i]) && t[i] != 'c') snprintf(b, sizeof b, \"%d\", p->x / 2);\n  return 1 << p->n;\n}\n"},
      {"a.cpp", "int A::f(const std::vector<int>& v, char c) {\n  std::sort(v.begin(), v.end(), [](int a, int b) { return a < b; });\n  if (c == 'x' || v[0] / 2 == 1u) return v.size() - 1;\n  return m_[\"k\"];\n}\n"},
      {"A.java", "class A {\n  int f(String s, int[] v) {\n    for (int i = 0; i < v.length; i++) if (s.charAt(i) == 'c') n += v[i] / 2;\n    return s.indexOf(\"x\");\n  }\n}\n"},
  };
  for (const auto& [path, whole] : samples)
    for (std::size_t cut = 0; cut < whole.size(); cut += 3) {
      std::string text = whole;
      text.erase(cut, cut % 4);  // the first of all: nothing
      const auto source = Source::parse(path, text);
      ASSERT_TRUE(source) << text;
      for (std::size_t u = 0; u < source->units().size(); ++u)
        EXPECT_NO_THROW(static_cast<void>(make_candidates(*source, 0, u, [](std::size_t) { return true; }))) << text;
    }
}

}  // namespace
}  // namespace repair
