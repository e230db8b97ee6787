#include <gtest/gtest.h>

#include "made_candidates.h"
#include "values.h"

namespace repair {
namespace {

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
      {"a.js", "function f(t) { return t.g().replace(/a/, 'b').replace(/b/, 'c'); }\n", "replace(/a/, 'b').replace(/b/, 'c')", "replace(/b/, 'c').replace(/a/, 'b')", 1.6},
      {"a.js", "function f(t) {\n  switch (t) {\n    case 1:\n      g();\n    case 2:\n      h();\n  }\n}\n", "g();", "g(); break;", 1.6},
      {"a.js", "function f(a) {\n  for (const x of a) if (x) return false;\n  return true;\n}\n", "return false", "continue", 2.0},
      {"a.c", "int f(int n) {\n  for (int i = 0; i < n; ++i)\n    if (g(i)) break;\n  return n;\n}\n", "break;", "continue;", 1.3},
      {"a.js", "function f(t) { return t.includes(',') || t.includes('x'); }\n", "t.includes('x')", "t.includes('x') || t.includes('\\n')", 2.4},
  });
}

TEST(Idioms, TrapsOfLanguagesWithTypes) {
  expect_way_out({
      // comparisons and bounds
      {"a.c", "int f(unsigned a, unsigned b) { return a - b > 0; }\n", "a - b > 0", "a > b", 1.1},
      {"a.c", "int f(const char *a) {\n  if (strcmp(a, \"x\"))\n    return 1;\n  return 0;\n}\n", "if (strcmp(a, \"x\"))", "if (strcmp(a, \"x\") == 0)", 0.9},
      {"a.c", "void f(char *p) {\n  while (*p != '\\n')\n    p++;\n}\n", "*p != ", "*p && *p != ", 1.4},
      {"a.cpp", "void f(std::string s) {\n  while (s.back() == ' ')\n    s.pop_back();\n}\n", "s.back() == ", "!s.empty() && s.back() == ", 1.4},
      {"a.cpp", "struct A {\n  int x;\n  bool same(const A& o) const { return x == x && o.x; }\n};\n", "x == x", "x == o.x", 0.9},
      {"A.java", "class A {\n  void set(int x) {\n    x = x;\n  }\n}\n", "    x = x", "    this.x = x", 0.9},
      // numbers
      {"a.cpp", "double f(int a, int b) { return a / b; }\n", "a / b", "static_cast<double>(a) / b", 1.1},
      {"a.c", "long f(long a) { return a / 100; }\n", "a / 100", "(a + 50) / 100", 2.0},
      {"a.cpp", "long long f(V v) { return std::accumulate(v.begin(), v.end(), 0); }\n", ", 0)", ", 0LL)", 1.2},
      {"A.java", "class A {\n  int f(long a, long b) {\n    return (int) (a - b);\n  }\n}\n", "(int) (a - b)", "Long.compare(a, b)", 1.3},
      // letters
      {"a.c", "unsigned f(const char *p) {\n  unsigned h = 1;\n  h ^= *p;\n  return h;\n}\n", "^= *p", "^= (unsigned char) *p", 1.4},
      {"a.c", "int f(const char *s) {\n  if (*s == '?')\n    return 0;\n  return strcspn(s, \"/\");\n}\n", "\"/\"", "\"/?\"", 1.7},
      {"a.c", "void f(char *s) {\n  while (isdigit(*s))\n    s++;\n}\n", "isdigit(*s)", "isdigit(*s) || *s == '.'", 2.1},
      {"a.c", "long f(const char *s) {\n  char *end;\n  return strtol(s, &end, 0);\n}\n", "end, 0", "end, 10", 1.4},
      // containers
      {"a.cpp", "void f(M m) {\n  for (auto it = m.begin(); it != m.end();) {\n    m.erase(it);\n  }\n}\n", "    m.erase(it)", "    it = m.erase(it)", 1.0},
      {"a.cpp", "void f(V& v) {\n  v.erase(std::remove(v.begin(), v.end(), 0));\n}\n", ", 0)", ", 0), v.end()", 1.0},
      {"a.cpp", "void f(V& v) {\n  E e = v[0];\n  e.n = 1;\n}\n", "E e", "E &e", 1.4},
      {"a.cpp", "bool f(M& m, int k) { return m[k]-- == 0; }\n", "m[k]--", "--m[k]", 1.2},
      {"A.java", "class A {\n  B f(B sum, B x) {\n    sum.add(x);\n    return sum;\n  }\n}\n", "    sum.add", "    sum = sum.add", 1.0},
      {"A.java", "class A {\n  void f(java.util.List<B> all) {\n    for (int i = 0; i < all.size(); i++) {\n      all.remove(i);\n    }\n  }\n}\n", "remove(i)", "remove(i--)", 1.3},
  });
}

TEST(Idioms, WhatStandsBesideTheRightThing) {
  const char* table = "enum slot { SLOT_FREE, SLOT_GONE };\nstruct s { enum slot state; };\nvoid f(struct s *s) { s->state = SLOT_FREE; }\n";
  const char* arena = "struct block { int size; int used; };\nint f(struct block *b, int n) {\n  if (b->size < n)\n    return 0;\n  return 1;\n}\n";
  const char* tree = "struct node { struct node *left; struct node *right; };\nvoid f(struct node *x, struct node *y) { x->right = NULL; }\n";
  const char* list = "struct node { struct node *next; int n; };\nstruct node *f(struct node *n) { return n; }\n";
  const char* ledger = "struct entry { int cents; bool voided; };\nint f(struct entry *e) {\n  if (e->cents == 0)\n    return 0;\n  return 1;\n}\n";
  const char* leap = "bool is_leap(int year) { return year % 4 == 0; }\nint f(int year, int month) {\n  if (month == 2)\n    return 29;\n  return 28;\n}\n";
  struct Beside {
    const char *path, *text, *unit, *before, *after;
    double most;
  };
  const Beside all[] = {
      {"a.c", table, "f", "= SLOT_FREE", "= SLOT_GONE", 1.6},
      {"a.c", arena, "f", "b->size <", "b->size - b->used <", 2.0},
      {"a.c", tree, "f", "= NULL", "= y->left", 1.8},
      {"a.c", list, "f", "return n", "return n->next", 1.8},
      {"a.c", ledger, "f", "e->cents == 0)", "e->cents == 0 || e->voided)", 2.5},
      {"a.c", leap, "f", "month == 2)", "month == 2 && is_leap(year))", 2.3},
  };
  for (const auto& one : all) {
    auto source = Source::parse(one.path, one.text);
    ASSERT_TRUE(source);
    const std::size_t unit = source->units().size() - 1;
    std::string wanted = one.text;
    wanted.replace(wanted.find(one.before), std::string_view(one.before).size(), one.after);
    double cost = -1;
    for (const auto& candidate : make_candidates(*source, 0, unit, [](std::size_t) { return true; }))
      if (edited(source->text(), candidate.splices) == wanted) cost = candidate.cost;
    EXPECT_GE(cost, 0) << one.text << "wants " << one.after;
    EXPECT_LE(cost, one.most) << one.text << "wants " << one.after;
  }
}

TEST(Idioms, TheStepThatGoesWithAnotherOne) {
  expect_way_out({
      {"a.c", "void f(char *a, const char *b, int n) {\n  memcpy(a, b, n);\n}\n", "n);\n", "n);\n  a[n] = '\\0';\n", 1.6},
      {"a.cpp", "void f(std::queue<int>& q) {\n  int x = q.front();\n  g(x);\n}\n", "front();\n", "front();\n  q.pop();\n", 1.4},
      {"a.c", "struct n { char *name; };\nvoid f(struct n *n) {\n  free(n);\n}\n", "  free(n);\n", "  free(n->name);\n  free(n);\n", 1.9},
      {"a.cpp", "void f(V& pending) {\n  for (auto& x : pending)\n    g(x);\n}\n", "g(x);\n", "g(x);\n  pending.clear();\n", 2.1},
      {"a.c", "int f(int *a, int n, int best) {\n  int at = 0;\n  for (int i = 0; i < n; i++)\n    if (a[i] > best) {\n      at = i;\n    }\n  return at;\n}\n", "      at = i;\n",
       "      best = a[i];\n      at = i;\n", 2.0},
      {"a.c", "int f(int n) {\n  int s = 0;\n  while (n > 0) {\n    s += n % 10;\n  }\n  return s;\n}\n", "% 10;\n", "% 10;\n    n /= 10;\n", 1.5},
      {"a.c", "void f(int a) {\n  if (a == 0) {\n    g(a);\n  }\n  h(a);\n}\n", "g(a);\n", "g(a);\n    return;\n", 2.3},
      {"a.c", "void f(int k) {\n  switch (k) {\n  case 1:\n    g(k);\n    ++k;\n    break;\n  }\n}\n", "    g(k);\n    ++k;\n", "    ++k;\n    g(k);\n", 2.1},
      {"a.cpp", "struct R { int a; int b; };\nvoid f(R& x, const R& y) {\n  x.a += y.a;\n}\n", "y.a;\n", "y.a;\n  x.b += y.b;\n", 2.1},
  });
}

TEST(Idioms, WhatACompilerWouldRefuseIsLeftOut) {
  const Made made = make("a.c", "int f(const char *text, struct box *box, int n) {\n  if (n > 3)\n    g(text, box->next, n);\n  return n;\n}\n");
  EXPECT_GE(cost_of(made, "return n", "return n + 1"), 0);
  for (const char* refused : {"return text", "return box", "return -box", "return n + box"}) EXPECT_LT(cost_of(made, "return n", refused), 0) << refused;
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

TEST(Idioms, ScriptsAndPythonHaveMoreTraps) {
  expect_way_out({
      {"a.py", "def f(s):\n    k, v = s.split(\"=\")\n    return k, v\n", "(\"=\")", "(\"=\", 1)", 1.2},
      {"a.py", "def f(s):\n    return s.split(\" \")\n", "(\" \")", "()", 1.3},
      {"a.js", "function f(s) { return s.split(' '); }\n", "(' ')", "(/\\s+/)", 1.3},
      {"a.py", "def f(x, items=[]):\n    items.append(x)\n    return items\n", "=[]):\n", "=None):\n    if items is None:\n        items = []\n", 1.0},
      {"a.py", "def f(b):\n    return int.from_bytes(b, \"little\")\n", "\"little\"", "\"big\"", 1.3},
      {"a.js", "function f(a) { return a.reduce((x, y) => x + y); }\n", "x + y)", "x + y, 0)", 1.2},
      {"a.js", "function f(m, k) {\n  if (m.get(k)) return 1;\n  return 2;\n}\n", "m.get", "m.has", 1.1},
      {"a.js", "function f(x) { return typeof x === 'object'; }\n", "'object'", "'object' && x !== null", 1.1},
      {"a.js", "function f(x) { return x === undefined; }\n", "=== undefined", "== null", 1.2},
      {"a.js", "function f(o, key) { return o.key; }\n", "o.key", "o[key]", 1.4},
      {"a.js", "function f(a, b, c) { return a && b || c; }\n", "b || c", "(b || c)", 1.4},
      {"a.py", "def f(a, b):\n    if a.frozen:\n        return 1\n    return 2\n", "a.frozen", "a.frozen or b.frozen", 1.9},
      {"a.py", "def f(a, b, x):\n    return min(a, max(b, x))\n", "min(a, max(", "max(a, min(", 1.3},
      {"a.py", "def f(y, z):\n    x = 0\n    x = y + z\n    return x\n", "y + z", "x + z", 1.7},
      {"a.py", "def f(c):\n    return c.isdigit()\n", "c.isdigit()", "c.isdigit() or c == \".\"", 1.9},
      {"a.py", "def f(x):\n    return isinstance(x, int)\n", "int)", "int) and not isinstance(x, bool)", 1.4},
  });
}

TEST(Idioms, WhatIsNotThereIsAskedFor) {
  expect_way_out({
      {"a.js", "function f(g, k) {\n  for (const x of g[k]) h(x);\n}\n", "g[k]", "g[k] || []", 1.7},
      {"a.py", "def f(g, k):\n    for x in g[k]:\n        h(x)\n", "g[k]", "g.get(k, [])", 1.5},
      {"a.ts", "interface I { n?: number }\nfunction f(i: I) { return 2 * i.n; }\n", "i.n;", "(i.n ?\? 0);", 1.3},
      {"a.py", "def f(d, k):\n    if d[k] == 1:\n        return 2\n    return 3\n", "d[k]", "k in d and d[k]", 1.7},
      {"a.py", "def f(d, k):\n    x = d.get(k)\n    h(x.y)\n    return 1\n", "    h(", "    if x is None:\n        return 1\n    h(", 1.8},
      {"a.js", "function f(a, k) {\n  const i = a.indexOf(k);\n  a.splice(i, 1);\n  return true;\n}\n", "  a.sp", "  if (i === -1) return false;\n  a.sp", 1.7},
      {"a.js", "function f(a) { return a.b.c; }\n", "a.b.c", "a.b?.c", 2.0},
      {"a.py", "def f(t, n):\n    return t / n\n", "t / n", "t / n if n else 0", 1.6},
      {"a.py", "def f(xs):\n    return max(xs)\n", "(xs)\n", "(xs, default=0)\n", 1.7},
      {"a.py", "def f(out, xs, i):\n    out.append(xs[i])\n", "out.append", "if i < len(xs):\n        out.append", 2.2},
  });
}

TEST(Idioms, CallsCopiesAndResults) {
  expect_way_out({
      {"a.py", "def f(x):\n    return str(x.strip())\n", "str(x.strip())", "str(x).strip()", 1.9},
      {"a.py", "def f(x):\n    return str(x).strip()\n", "str(x).strip()", "str(x.strip())", 1.9},
      {"a.py", "def f(xs):\n    return next((x for x in xs), 0)\n", "next((x for x in xs), 0)", "sum(x for x in xs)", 1.7},
      {"a.py", "def f(b):\n    return list(b)\n", "list(b)", "[list(row) for row in b]", 1.5},
      {"a.js", "function f(d, k) {\n  const m = d;\n  m[k] = 1;\n  return m;\n}\n", "= d;", "= { ...d };", 1.4},
      {"a.py", "def f(xs, y):\n    xs.append(y)\n    return xs\n", "xs.append(y)", "xs = xs + [y]", 1.8},
      {"a.js", "function f(xs, y) {\n  xs.push(y);\n  return xs;\n}\n", "xs.push(y)", "xs = [...xs, y]", 1.8},
      {"a.py", "def f(xs):\n    return sorted(xs, key=lambda x: x.n)\n\ndef g(x):\n    return x.m\n", "x.n)", "(x.n, x))", 2.2},
      {"a.py", "def f(x):\n    x.strip()\n    return x\n", "x.strip()", "x = x.strip()", 0.9},
      {"a.js", "function f(x) {\n  x;\n}\n", "x;", "return x;", 0.8},
      {"a.py", "def f(x):\n    y = 0\n    y = x\n    return y\n", "y = x", "x = y", 1.6},
      {"a.py", "def f(x):\n    return x.n\n\ndef norm(x):\n    return x\n", "x.n", "norm(x.n)", 2.5},
      {"a.js", "async function f(g) { return await g(); }\n", "g()", "g().catch(() => null)", 2.6},
  });
}

TEST(Idioms, WhatIsPeculiarToTheLanguages) {
  expect_way_out({
      {"a.py", "def f(x):\n    try:\n        return g(x)\n    except KeyError:\n        return 1\n", "KeyError", "(KeyError, TypeError)", 2},
      {"a.py", "def f(x):\n    return type(x) == int\n", "type(x) == int", "isinstance(x, int)", 1.4},
      {"a.py", "def f(s):\n    if s.find(\"a\"):\n        return 1\n    return 2\n", "\"a\")", "\"a\") >= 0", 1.1},
      {"a.py", "def f(xs):\n    ys = (x for x in xs)\n    return ys\n", "(x for x in xs)", "[x for x in xs]", 1.3},
      {"a.py", "def f(xs, out):\n    for x in xs:\n        out.append(lambda: x)\n", "lambda: x", "lambda x=x: x", 1.3},
      {"a.py", "def f(a, b):\n    return a * b\n", "a * b", "round(a * b, 2)", 2.3},
      {"a.js", "function f(k, o) { return k in o; }\n", "k in o", "Object.hasOwn(o, k)", 1.4},
      {"a.js", "function f(xs) {\n  for (const x in xs) g(x);\n}\n", " in ", " of ", 1.2},
      {"a.js", "function f(s) { return s.length; }\n", "length", "size", 1.4},
      {"a.js", "function f(c, k) { return c[k] + 1; }\n", "c[k]", "(c[k] || 0)", 2},
      {"a.py", "def f(xs, n):\n    return [x for x in xs if x]\n", "if x]", "if x][:n]", 2},
      {"a.js", "function f(xs) { return xs.map(parseInt); }\n", "parseInt", "Number", 1.1},
      {"a.js", "function f(xs) {\n  return xs.map(function (x) { return this.g(x); });\n}\n", "function (x) {", "(x) => {", 1.3},
  });
}

TEST(Idioms, StatementsThatAreForgotten) {
  const std::string held = "class A:\n    def give(self, x):\n        self.idle = x\n\n    def take(self):\n        self.used += 1\n\n    def tell(self):\n        pass\n";
  const Made made = make("a.py", held);
  const double back = cost_of(made, "        self.idle = x", "        self.used -= 1\n        self.idle = x");
  EXPECT_GE(back, 0);
  EXPECT_LE(back, 2.5);
  EXPECT_GE(cost_of(made, "        self.idle = x", "        self.tell()\n        self.idle = x"), 0);
  expect_way_out({
      {"a.js", "class A {\n  f(k, v) {\n    this.m.set(k, v);\n  }\n}\n", "    this", "    this.m.delete(k);\n    this", 2},
      {"a.js", "function f(xs) {\n  return xs.reduce((sum, x) => {\n    g(sum, x);\n  }, {});\n}\n", "    g(sum, x);\n", "    g(sum, x);\n    return sum;\n", 1.3},
      {"a.js", "class A {\n  f(g) {\n    this.t = setTimeout(g, 9);\n  }\n}\n", "    this", "    clearTimeout(this.t);\n    this", 1.3},
      {"a.py", "def f(p):\n    p.take(\"(\")\n    x = p.all()\n    return x\n", "    return", "    p.take(\")\")\n    return", 2.3},
      {"a.py", "def f(xs, n):\n    for x in xs:\n        if x > 0:\n            g(x)\n", "x > 0", "x > n", 2},
      {"a.py", "def f(xs, on):\n    for x in xs:\n        g(x)\n        h(x)\n", "    for x in xs:\n        g(x)\n        h(x)\n", "    if on:\n        for x in xs:\n            g(x)\n            h(x)\n", 3.5},
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
