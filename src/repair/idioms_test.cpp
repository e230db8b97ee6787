#include <gtest/gtest.h>

#include "made_candidates.h"
#include "values.h"

namespace repair {
namespace {

struct Trap {
  const char *path, *text, *before, *after;
  double most;  ///< that the way out may cost
};

void expect_way_out(const std::vector<Trap>& traps) {
  for (const auto& one : traps) {
    const double cost = cost_of(make(one.path, one.text), one.before, one.after);
    EXPECT_GE(cost, 0) << one.text << "wants " << one.after;
    EXPECT_LE(cost, one.most) << one.text << "wants " << one.after;
  }
}

TEST(Idioms, KnownTrapsHaveTheirWayOut) {
  expect_way_out({
      {"a.py", "def f(n):\n    return [[0] * n] * n\n", "[[0] * n] * n", "[[0] * n for _ in range(n)]", 1.2},
      {"a.js", "function f(n) { return new Array(n).fill([]); }\n", "new Array(n).fill([])", "Array.from({ length: n }, () => [])", 1.2},
      {"a.js", "function f(a) { return a.sort(); }\n", "sort()", "sort((a, b) => a - b)", 1.4},
      {"a.js", "function f(o) { return o.limit || 10; }\n", "||", "?\?", 1.0},
      {"a.js", "async function f(g) { return h(g()); }\n", "g()", "await g()", 1.5},
      {"a.js", "function f(a) {\n  for (const g of a) g();\n}\n", "of a", "of [...a]", 1.8},
      {"a.js", "function f(w) {\n  const count = w[1];\n  return count;\n}\n", "w[1]", "Number(w[1])", 1.7},
      {"a.py", "def f(x):\n    if x:\n        return 1\n    return 2\n", "if x", "if x is not None", 1.4},
      {"a.js", "function f(x) {\n  if (!x) return 1;\n  return 2;\n}\n", "!x", "x === undefined", 1.5},
      {"a.py", "def f(x, y):\n    return x or y\n", "x or y", "x if x is not None else y", 1.6},
      {"a.py", "def f(a):\n    return sorted(a)\n", "(a)\n", "(a, reverse=True)\n", 2.3},
      {"a.py", "def f(d, k):\n    return d.get(k) + 1\n", "get(k)", "get(k, 0)", 1.8},
      {"a.cpp", "unsigned long f(int n) { return 1 << n; }\n", "1 <<", "1ULL <<", 1.2},
      {"a.py", "def f(rows):\n    return sorted(rows, key=lambda r: (-r.a, r.b))\n", ", r.b", ", -r.b", 1.0},
      {"a.js", "function f(i) { return i - 1; }\nconst N = 7;\n", "i - 1", "(i - 1 + 7) % 7", 2.5},
      {"a.py", "def f(a):\n    most = 0\n    for x in a:\n        most = max(most, x)\n    return most\n", "most = 0", "most = float(\"-inf\")", 2.0},
      {"a.cpp", "bool f(const std::string& s) { return std::regex_search(s, k); }\n", "regex_search", "regex_match", 1.2},
      {"a.py", "def f(x):\n    raise KeyError(x)\n", "KeyError", "ValueError", 1.2},
      {"a.js", "function f(t) { return t.includes(',') || t.includes('x'); }\n", "t.includes('x')", "t.includes('x') || t.includes('\\n')", 2.4},
  });
}

TEST(Idioms, RegularExpressions) {
  expect_way_out({
      {"a.py", "def f(x):\n    return re.sub(r\"<(.+)>\", x)\n", ".+", ".+?", 1.4},
      {"a.js", "function f(x) { return x.replace(/ /, '-'); }\n", "/ /", "/ /g", 1.4},
      {"a.js", "function f(x) { return /a+$/.test(x); }\n", "a+$", "^a+$", 2.0},
      {"a.py", "def f(x):\n    return re.match(r\"\\d\", x)\n", "\\d", "\\d+", 1.8},
  });
}

TEST(Idioms, WhatNothingChangesIsChangedForLittle) {
  const std::string queue =
      "class Q:\n    def push(self, x):\n        self.heap.append((self.n, x))\n\n    def __init__(self):\n        self.heap = []\n        self.n = 0\n";
  const Made stale = make("a.py", queue);
  const double missing = cost_of(stale, "        self.heap.append", "        self.n += 1\n        self.heap.append");
  EXPECT_GE(missing, 0);
  EXPECT_LE(missing, 2.2);
  const std::string walk = "def f(start, near):\n    seen = {start}\n    for x in near:\n        if x not in seen:\n            g(x)\n";
  EXPECT_LE(cost_of(make("a.py", walk), "            g(x)", "            seen.add(x)\n            g(x)"), 2.4);
  EXPECT_GE(cost_of(make("a.py", walk), "            g(x)", "            seen.add(x)\n            g(x)"), 0);
  // Where something does change it, one more change is less likely.
  const Made fresh = make("a.py", queue + "\n    def more(self):\n        self.n += 1\n");
  EXPECT_GT(cost_of(fresh, "        self.heap.append", "        self.n += 1\n        self.heap.append"), missing);
}

TEST(Idioms, StatementsAreBorrowedWhereTheyMeanSomething) {
  const Made made = make("a.py",
                         "class B:\n    def fill(self, now):\n        self.n = now\n\n    def __init__(self, now):\n        self.last = now\n\n"
                         "    def other(self, later):\n        self.late = later\n");
  EXPECT_GE(cost_of(made, "        self.n = now\n", "        self.n = now\n        self.last = now\n"), 0);
  EXPECT_EQ(cost_of(made, "        self.n = now\n", "        self.n = now\n        self.late = later\n"), -1);
}

TEST(Idioms, GuardsAndSecondQuestions) {
  expect_way_out({
      {"a.js", "function f(a) {\n  g(a);\n  return a.b;\n}\n", "  g(a)", "  if (a == null) return null;\n  g(a)", 4},
      {"a.py", "def f(xs, seen):\n    seen.discard(1)\n    for x in xs:\n        g(x)\n", "        g(x)", "        if x in seen:\n            continue\n        g(x)", 4},
  });
}

TEST(Idioms, StatementsFindTheirBlock) {
  expect_way_out({
      {"a.js", "function f(a) {\n  for (const x of a) {\n    g(x);\n    h();\n  }\n  return a;\n}\n", "    h();\n  }\n", "  }\n  h();\n", 2},
      {"a.cpp", "void f(int a) {\n  while (a > 0) {\n    g(a);\n  }\n  --a;\n  h(a);\n}\n", "  }\n  --a;\n", "    --a;\n  }\n", 2},
      {"a.py", "def f(a):\n    for x in a:\n        g(x)\n    h(a)\n", "    h(a)\n", "        h(a)\n", 2},
      {"a.js", "function f(a) {\n  if (a > 1) a = 2;\n  if (a > 0) a = 3;\n  return a;\n}\n", "  if (a > 0)", "  else if (a > 0)", 2},
      {"a.py", "def f(a):\n    if a > 1:\n        a = 2\n    if a > 0:\n        a = 3\n    return a\n", "    if a > 0", "    elif a > 0", 2},
      {"a.py", "def f(a):\n    g(a)\n    h(a)\n    k(a)\n    return a\n", "    g(a)\n    h(a)\n    k(a)\n", "    h(a)\n    k(a)\n    g(a)\n", 2.5},
  });
}

TEST(Values, ShapesComeFromWhatIsDone) {
  const auto source = Source::parse("a.py",
                                    "def f(n, other):\n    seen = set()\n    out = []\n    name = ''\n    total = 0\n    table = {}\n"
                                    "    for x in other:\n        out.append(x)\n        total += 1\n    return seen, out, name, total, table\n");
  ASSERT_TRUE(source);
  const auto values = values_of(*source, source->units()[0], {"n", "seen", "out", "name", "total", "table"});
  const auto shape = [&](const std::string& text) {
    for (const auto& value : values)
      if (value.text == text) return value.shape;
    return Shape::unknown;
  };
  EXPECT_EQ(shape("seen"), Shape::set);
  EXPECT_EQ(shape("out"), Shape::list);
  EXPECT_EQ(shape("name"), Shape::text);
  EXPECT_EQ(shape("total"), Shape::number);
  EXPECT_EQ(shape("table"), Shape::map);
  EXPECT_EQ(shape("n"), Shape::unknown);
  for (const auto& value : values) EXPECT_EQ(value.is_stale, value.text == "seen" || value.text == "name" || value.text == "table") << value.text;
}

}  // namespace
}  // namespace repair
