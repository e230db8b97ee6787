// Of Python and JavaScript: what is waited for, handed over, done to one of two, left over.

#include "made_candidates.h"

namespace repair {
namespace {

TEST(Scripts, WaitForWhatHappensLater) {
  expect_way_out({
      {"a.ts", "class A {\n  private async f(s: S) {\n    s.save(1);\n  }\n}\n", "s.save(1)", "await s.save(1)", 1.4},
      {"a.js", "async function f(g) {\n  return g(1).x;\n}\n", "g(1)", "(await g(1))", 1.4},
      {"a.py", "async def f(g):\n    x = g.load(1)\n    return x\n", "g.load(1)", "await g.load(1)", 1.4},
      {"a.js", "async function f(m, k, g) {\n  m.set(k, await g(k));\n}\n", "await g(k)", "g(k)", 2},
      {"a.js", "async function f(xs, g) {\n  xs.forEach(g);\n}\n", "xs.forEach(g)", "await Promise.all(xs.map(g))", 1.6},
      {"a.js", "async function f(xs) {\n  xs.forEach(async (x) => x.go());\n}\n", "xs.forEach(async (x) => x.go())", "await Promise.all(xs.map(async (x) => x.go()))", 1.1},
      {"a.py", "def f(g):\n    yield g(1)\n", "yield g", "yield from g", 1.4},
      {"a.js", "function* f(g) {\n  yield* g(1);\n}\n", "yield* g", "yield g", 1.6},
  });
}

TEST(Scripts, HandOverWhatIsMeant) {
  expect_way_out({
      {"a.py", "def f(xs):\n    return enumerate(xs)\n", "(xs):\n    return enumerate(xs)", "(xs):\n    return enumerate(xs, 1)", 1.5},
      {"a.js", "function f(xs, i) {\n  xs.splice(i);\n}\n", "splice(i)", "splice(i, 1)", 1.3},
      {"a.js", "function f(n) {\n  return new Array(n);\n}\n", "Array(n)", "Array(n).fill(0)", 1.5},
      {"a.js", "function f(g, ...xs) {\n  return g(xs);\n}\n", "g(xs)", "g(...xs)", 1.1},
      {"a.py", "def f(g, *args, **kwargs):\n    return g(*args)\n", "g(*args)", "g(*args, **kwargs)", 1.1},
      {"a.py", "def f(g, *args):\n    return g(*args)\n", "g(*args)", "g(args)", 2},
      {"a.js", "function f(xs, ys) {\n  return [xs.slice(), ys];\n}\n", "[xs.slice()", "[...xs.slice()", 2},
      {"a.js", "const f = (x) => JSON.stringify(x);\n", "(x) =>", "(...x) =>", 2.2},
      {"a.js", "function f(xs) { return xs.map(parseInt); }\n", "parseInt", "(text) => parseInt(text, 10)", 1.1},
      {"a.js", "class A {\n  f(bus) {\n    bus.on('x', this.g);\n  }\n  g() {}\n}\n", "this.g", "this.g.bind(this)", 1.3},
      {"a.py", "def f(name, kind):\n    key = name\n    return key\n", "key = name", "key = (name, kind)", 1.7},
      {"a.js", "function f(xs) { return group(xs, (x) => x.a).map(([x]) => x.b); }\nconst o = { a: 1, b: 2 };\n", "x.a)", "JSON.stringify([x.a, x.b]))", 2.1},
  });
}

TEST(Scripts, DoToBothOfTwoWhatIsDoneToOne) {
  expect_way_out({
      {"a.js", "function f(a, b, out) {\n  let i = 0;\n  let j = 0;\n  while (i < a.length && j < b.length) {\n    g(i++, j++);\n  }\n  while (i < a.length) out.push(a[i++]);\n  return out;\n}\n",
       "  return", "  while (j < b.length) out.push(b[j++]);\n  return", 1.7},
      {"a.py", "def f(node):\n    node.prev.next = node.next\n    return node\n", "    return", "    node.next.prev = node.prev\n    return", 2},
      {"a.py", "def f(box, p):\n    box.min_x = p.x\n    box.max_y = p.y\n    return box.min_y\n", "    box.max_y", "    box.min_y = p.y\n    box.max_y", 2},
      {"a.py", "def f(cells, x, y):\n    return cells[x][y]\n", "[x][y]", "[y][x]", 1.2},
      {"a.py", "def f(cells, x, y):\n    return cells[x, y]\n", "[x, y]", "[y, x]", 1.2},
      {"a.py", "def f(size, a, b):\n    size[a] += 1\n", "+= 1", "+= size[b]", 2},
      {"a.js", "function f(a, b) {\n  a.size += 1;\n}\n", "+= 1", "+= b.size", 2},
  });
}

TEST(Scripts, DoWhatIsLeftToBeDone) {
  const char* queue = "class A:\n    def f(self):\n        self.head = self.head.next\n        return 1\n\n    def g(self):\n        self.tail = None\n";
  expect_way_out({
      {"a.py", queue, "        return", "        if self.head is None:\n            self.tail = None\n        return", 2},
      {"a.py", "def f(xs):\n    out = []\n    carry = 0\n    for x in xs:\n        carry, low = divmod(x + carry, 10)\n        out.append(low)\n    return out\n", "    return",
       "    if carry:\n        out.append(carry)\n    return", 2},
      {"a.py", "def f(p, n):\n    i = 0\n    while i < n:\n        if p[i] == '*':\n            i += 1\n        else:\n            return False\n    return True\n", "    return True",
       "    while p[i] == '*':\n        i += 1\n    return True", 2.4},
      {"a.py", "class A:\n    def f(self, e):\n        call, once = e\n        call()\n        return 1\n\n    def g(self, e):\n        return lambda: self.drop(e)\n", "        call()\n",
       "        if once:\n            self.drop(e)\n        call()\n", 2.5},
      {"a.py", "class A:\n    def f(self, g):\n        self.depth += 1\n        x = g()\n        self.depth -= 1\n        return x\n", "        x = g()\n        self.depth -= 1\n",
       "        try:\n            x = g()\n        finally:\n            self.depth -= 1\n", 2.1},
      {"a.js", "function f(o, g) {\n  o.busy = true;\n  const x = g();\n  o.busy = false;\n  return x;\n}\n", "  const x = g();\n  o.busy = false;\n  return x;\n",
       "  try {\n    return g();\n  } finally {\n    o.busy = false;\n  }\n", 2},
      {"a.py", "def f():\n    n = 0\n    def g():\n        n += 1\n    return g\n", "        n += 1", "        nonlocal n\n        n += 1", 1.1},
      {"a.py", "class A(B):\n    def close(self, how):\n        self.x = how\n", "        self", "        super().close(how)\n        self", 1.8},
      {"a.js", "class A extends B {\n  close() {\n    this.x = 1;\n  }\n}\n", "    this.x = 1;\n", "    this.x = 1;\n    super.close();\n", 1.9},
  });
}

TEST(Scripts, AskForAllThatIsMeant) {
  expect_way_out({
      {"a.py", "def f(node):\n    return node is not None\n\ndef g(node):\n    node.last = True\n", "None", "None and node.last", 1.9},
      {"a.ts", "function f(x: T | undefined, n: number) {\n  if (x !== undefined && n < x.n) return 1;\n  return 2;\n}\n", "x !== undefined && n", "x === undefined || n", 1.5},
      {"a.py", "class A:\n    def f(self):\n        node = self.root\n        while node.left:\n            node = node.left\n        return node\n", "        while",
       "        if node is None:\n            return None\n        while", 2.3},
  });
}

TEST(Scripts, LoopsEntriesAndBits) {
  expect_way_out({
      {"a.js", "function f(xs) {\n  for (let i = 0; i < xs.length; i++) {\n    xs.splice(i, 1);\n  }\n}\n", "let i = 0; i < xs.length; i++", "let i = xs.length - 1; i >= 0; i--", 1.2},
      {"a.js", "function f(xs, i) {\n  xs.splice(i, 1);\n}\n", "(i, 1)", "(i--, 1)", 1.3},
      {"a.py", "def f(xs, n):\n    for i in range(n):\n        xs.pop(i)\n", "range(n)", "reversed(range(n))", 1.3},
      {"a.js", "function f(n, m) {\n  if (n++ >= m) return 1;\n  return 2;\n}\n", "n++", "++n", 1.2},
      {"a.js", "function f(n) {\n  n >>= 1;\n  return n;\n}\n", ">>=", ">>>=", 1.2},
      {"a.js", "function f(h, c) {\n  return (h << 5) ^ c;\n}\n", "(h << 5) ^ c", "((h << 5) ^ c) >>> 0", 1.7},
      {"a.py", "class A:\n    def f(self, k):\n        self.cache.pop(k, None)\n", "pop(k, None)", "clear()", 1.9},
      {"a.js", "function f(m, k, n) {\n  m.set(k, n);\n}\n", "(k, n)", "(k, (m.get(k) ?\? 0) + n)", 1.9},
      {"a.py", "def f(m, k, x):\n    m[k] = [x]\n", "m[k] = [x]", "m.setdefault(k, []).append(x)", 1.8},
      {"a.js", "function f(g) {\n  let x;\n  g(1);\n  return x;\n}\n", "  g(1)", "  x = g(1)", 1.3},
      {"a.py", "def f(n):\n    return n // 8\n", "n // 8", "(n + 7) // 8", 2},
      {"a.py", "def f(n):\n    return n & 0xFF\n", "0xFF", "0x7F", 1.2},
  });
}

TEST(Scripts, TakeTheWholeForAPart) {
  expect_way_out({
      {"a.py", "class A:\n    def f(self, o):\n        return self.x == o.x\n\n    def g(self):\n        self.y = 1\n", "o.x", "o.x and self.y == o.y", 1.8},
      {"a.py", "class A:\n    def f(self):\n        return hash(self.x)\n\n    def g(self):\n        self.y = 1\n", "(self.x)", "((self.x, self.y))", 1.5},
      {"a.py", "class A:\n    def f(self, heap, p, item):\n        push(heap, (p, item))\n        self.count += 1\n", "(p, item)", "(p, self.count, item)", 1.8},
      {"a.py", "def f(rows):\n    return range(len(rows))\n", "len(rows)", "len(rows[0])", 1.8},
      {"a.js", "function f(rows) { return rows[0].length; }\n", "rows[0]", "rows", 1.8},
      {"a.py", "def f(q, task):\n    name, left = task\n    left -= 1\n    q.append(task)\n", "(task)\n", "((name, left))\n", 1.8},
      {"a.py", "def f(a, b):\n    return all(x == y for x, y in zip(a, b))\n", "all", "len(a) == len(b) and all", 1.5},
      {"a.js", "function f(a, b) { return a.every((x, i) => x === b[i]); }\n", "a.every", "a.length === b.length && a.every", 1.5},
      {"a.js", "function f(a, b) { return { ...a, ...b }; }\n", "...a, ...b", "...b, ...a", 1.4},
      {"a.js", "function f(s, x) { return { ...s, items: [x] }; }\n", "[x]", "[...s.items, x]", 1.4},
      {"a.js", "function f(s, x) {\n  return { items: s.items };\n}\n", "{ items", "{ ...s, items", 2.2},
      {"a.py", "def f(text):\n    stack = []\n    stack.append(text)\n    return True\n", "True", "not stack", 1.9},
      {"a.py", "def f(node):\n    x = 1\n    return True\n\ndef g(node):\n    node[\"$\"] = True\n", "return True", "return \"$\" in node", 2.2},
      {"a.py", "class A:\n    def f(self):\n        count = 1\n        return count\n\n    def g(self):\n        self.count = 0\n", "count = 1", "self.count = 1", 1.1},
  });
}

TEST(Scripts, StatementsThatGoWithOthers) {
  expect_way_out({
      {"a.py", "def f(words, word, doc):\n    docs = words.get(word)\n    docs.discard(doc)\n", "    docs.discard(doc)\n", "    docs.discard(doc)\n    if not docs:\n        del words[word]\n", 1.7},
      {"a.js", "class A {\n  f(prev, node) {\n    if (prev) prev.next = node.next;\n    this.head.x = 1;\n  }\n}\n", "    this", "    else this.head = node.next;\n    this", 2.2},
      {"a.js", "function f(next, s) {\n  if (next) next();\n  s.free++;\n}\n", "  s.free", "  else s.free", 2},
      {"a.py", "class A:\n    def __enter__(self):\n        self.n += 1\n", "+= 1", "+= 1\n        return self", 1},
      {"a.js", "class A {\n  once(name, fn) {\n    this.on(name, fn);\n  }\n  off(name, fn) {}\n}\n", "    this", "    this.off(name, fn);\n    this", 2.5},
      {"a.py", "import functools\n\ndef f(fn):\n    def g(x):\n        return fn(x)\n    return g\n", "    def g", "    @functools.wraps(fn)\n    def g", 1.7},
      {"a.py", "def f(xs):\n    out = []\n    old = None\n    for x in xs:\n        if old is not None:\n            out.append(old)\n        old = x\n    return out\n", "    return",
       "    if old is not None:\n        out.append(old)\n    return", 2.1},
      {"a.js", "function f(xs, out, ops) {\n  for (const x of xs) {\n    while (x) out.push(ops.pop());\n  }\n  return out;\n}\n", "  return", "  while (ops.length > 0) out.push(ops.pop());\n  return", 2.1},
      {"a.js", "function f(xs) {\n  const out = [];\n  const x = xs.get(1);\n  if (x === undefined) out.push(2);\n  g(x);\n  return out;\n}\n", "  g(x)", "  if (x !== undefined) out.push(x);\n  g(x)", 2.5},
      {"a.py", "def f(a, b):\n    a = b\n    b = a + b\n    return b\n", "    a = b\n    b = a + b\n", "    a, b = b, a + b\n", 1.4},
  });
}

TEST(Scripts, WhatGoesTogether) {
  expect_way_out({
      {"a.py", "def f(a, b):\n    return a.x == b.x\n", "a.x == b.x", "a.x.lower() == b.x.lower()", 2.1},
      {"a.js", "function f(mode, flag) { return (mode & flag) === 1; }\n", "=== 1", "!== 0", 1.5},
      {"a.js", "function f(a, b) {\n  for (let i = 0; i < a.length; i++) g(a[i], b[i]);\n}\n", "a.length", "Math.min(a.length, b.length)", 1.9},
      {"a.js", "function f(xs) { return xs.reduce((s, x) => s + x.price, 0); }\nfunction g(x) { return x.count; }\n", "x.price", "x.price * x.count", 2.2},
      {"a.py", "def merge(a, b):\n    for k, v in b.items():\n        a[k] = v\n", "= v", "= merge(a[k], v)", 1.9},
      {"a.py", "class A:\n    def f(self, args):\n        self.args = args\n\n    def g(self):\n        self.args.append(1)\n", "= args", "= list(args)", 1.4},
      {"a.js", "function f(k, v) { return [decode(k), v]; }\n", "), v", "), decode(v)", 2.2},
      {"a.py", "def f(b, out):\n    out.append(b)\n    b.clear()\n    b.append(1)\n", "b.clear()", "b = []", 1.4},
      {"a.py", "def f(xs, n):\n    return xs[-n:]\n", "-n:", "max(0, len(xs) - n):", 1.5},
      {"a.py", "def f(xs):\n    return \",\".join(xs)\n", "(xs)\n", "(map(str, xs))\n", 1.5},
      {"a.py", "def f(n):\n    x = deque()\n    return x\n\n", "deque()", "deque(maxlen=n)", 1.8},
      {"a.py", "class A:\n    def f(self, n):\n        return n > self.seats\n\n    def free(self):\n        return 1\n", "self.seats", "self.free()", 2.5},
      {"a.py", "def total(node):\n    return sum(c.value for c in node.children)\n", "c.value", "total(c)", 2},
      {"a.py", "def f(xs):\n    return min(len(x) for x in xs)\n", "in xs)", "in xs if x.strip())", 2.1},
      {"a.py", "def f(m):\n    return f\"{m}\"\n", "{m}", "{m:02d}", 2},
      {"a.py", "def f(xs, x, i):\n    i += 1\n    xs.append(x)\n", "append(x)", "insert(i, x)", 2.2},
      {"a.py", "def f(memo, n):\n    if n not in memo:\n        return f(memo, n - 1)\n    return memo[n]\n", "return f(", "memo[n] = f(", 2.1},
      {"a.js", "class A {\n  f(patch) {\n    this.state = patch;\n  }\n}\n", "= patch", "= { ...this.state, ...patch }", 2},
      {"a.js", "function f(name) { return { id: next, name }; }\nlet next = 1;\n", "next,", "next++,", 2.1},
      {"a.js", "function f(xs, x) {\n  xs.splice(xs.indexOf(x), 1);\n}\n", "xs.splice", "if (xs.includes(x)) xs.splice", 1.4},
  });
}

}  // namespace
}  // namespace repair
