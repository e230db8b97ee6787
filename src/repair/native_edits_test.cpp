// What the families of C and C++ (and of Java, where it has the same) make of small functions.

#include <gtest/gtest.h>

#include "made_candidates.h"

namespace repair {
namespace {

struct Case {
  const char* text;
  const char* before;
  const char* after;
};

void expect_all(const std::string& path, const std::vector<Case>& cases, double below = 3) {
  for (const auto& c : cases) {
    const double cost = cost_of(make(path, c.text), c.before, c.after);
    EXPECT_GE(cost, 0) << c.text << "\nwants " << c.before << " -> " << c.after;
    EXPECT_LT(cost, below) << c.text << "\nwants " << c.before << " -> " << c.after;
  }
}

TEST(NativeEdits, BracketsGoAroundWhatBindsTighterThanItReads) {
  expect_all("a.c", {{"int f(int a) {\n    return a & 4 != 0;\n}\n", "a & 4 != 0", "(a & 4) != 0"},
                     {"int f(int a) {\n    return !a & 4;\n}\n", "!a & 4", "!(a & 4)"},
                     {"int f(void) {\n    int c;\n    while (c = next() != -1)\n        use(c);\n    return 0;\n}\n", "c = next() != -1", "(c = next()) != -1"},
                     {"int f(int n, int x) {\n    return n + x ? 1 : 2;\n}\n", "n + x ? 1 : 2", "n + (x ? 1 : 2)"},
                     {"int f(int a, int b, int c) {\n    return a || b && c;\n}\n", "a || b && c", "(a || b) && c"},
                     {"int f(int a, int b, int c) {\n    return (a || b) && c;\n}\n", "(a || b) && c", "a || b && c"}},
             2);
}

TEST(NativeEdits, MasksAreTurnedAndBitsCountedFromTheOtherEnd) {
  expect_all("a.c", {{"void f(unsigned *x, unsigned mask) {\n    *x |= mask;\n}\n", "*x |= mask", "*x &= ~mask"},
                     {"void f(unsigned *x, unsigned mask) {\n    *x &= ~mask;\n}\n", "*x &= ~mask", "*x |= mask"},
                     {"int f(unsigned x, unsigned mask) {\n    return x & mask;\n}\n", "x & mask", "x & ~mask"},
                     {"int f(int flags, int bit) {\n    if (flags && bit)\n        return 1;\n    return 0;\n}\n", "&&", "&"},
                     {"int f(int a, int b) {\n    if (a & b)\n        return 1;\n    return 0;\n}\n", "&", "&&"},
                     {"int f(const unsigned char *p, int at) {\n    return p[at / 8] >> (at % 8) & 1;\n}\n", "(at % 8)", "(7 - at % 8)"}});
}

TEST(NativeEdits, PointersMoveOnInsteadOfWhatTheyPointTo) {
  const std::string list = "struct n { struct n *next; int v; };\n";
  expect_all("a.c", {{"struct n { struct n *next; };\nvoid f(struct n **link, struct n *at) {\n    *link = at->next;\n}\n", "*link = at->next", "link = &at->next"},
                     {"void f(char *to, const char *from) {\n    *to = *from;\n}\n", "*to =", "*to++ ="},
                     {"int f(int *a, int k) {\n    return a[k++];\n}\n", "k++", "k"},
                     {"void f(struct s *p) {\n    memset(p, 0, sizeof(p));\n}\n", "sizeof(p)", "sizeof(*p)"},
                     {"void f(int **v, int i, int n) {\n    memmove(&(*v)[i], &(*v)[i + 1], n);\n}\n", "1], n", "1], n * sizeof *(*v)"}});
}

TEST(NativeEdits, LoopsGoTheOtherWay) {
  expect_all("a.c", {{"void f(int *a, int n) {\n    for (int i = 1; i < n; i++)\n        a[i] = a[i - 1];\n}\n", "int i = 1; i < n; i++", "int i = n - 1; i > 0; i--"},
                     {"void f(int *a, int n) {\n    for (size_t i = n - 1; i >= 0; i--)\n        a[i] = 0;\n}\n", "i = n - 1; i >= 0; i--", "i = n; i-- > 0; "},
                     {"int f(const char *s, int n) {\n    for (int i = 0; i < n; i++)\n        if (s[i] != s[i])\n            return 0;\n    return 1;\n}\n", "!= s[i]", "!= s[n - 1 - i]"},
                     {"int f(int low, int high) {\n    return (low + high) / 2;\n}\n", "(low + high) / 2", "low + (high - low) / 2"}});
  expect_all("a.cpp", {{"int f(const std::vector<int>& v) {\n    int n = 0;\n    for (std::size_t i = 0; i < v.size() - 1; ++i) n += v[i];\n    return n;\n}\n", "i < v.size() - 1", "i + 1 < v.size()"},
                       {"int f(const std::vector<int>& v) {\n    int n = 0;\n    for (auto i = v.begin(); i != v.end(); ++i) n = n * 2 + *i;\n    return n;\n}\n", "i = v.begin(); i != v.end()", "i = v.rbegin(); i != v.rend()"},
                       {"void f(std::map<int, int>& m, int k, int v) {\n    m.insert({k, v});\n}\n", "m.insert({k, v})", "m[k] = v"}});
}

TEST(NativeEdits, ValuesBeginWithWhatTheyAreComparedTo) {
  expect_all("a.c", {{"int f(const int *a, int n) {\n    int best = 0;\n    for (int i = 0; i < n; i++)\n        if (a[i] > best)\n            best = a[i];\n    return best;\n}\n", "best = 0", "best = a[0]"},
                     {"double f(void) {\n    double best = DBL_MIN;\n    return best;\n}\n", "DBL_MIN", "-DBL_MAX"},
                     {"int f(int n) {\n    static int sum = 0;\n    sum += n;\n    return sum;\n}\n", "static int", "int"},
                     {"int f(int n) {\n    int sum = 0;\n    if (n > 3) {\n        int sum = n;\n    }\n    return sum;\n}\n", "int sum = n", "sum = n"},
                     {"int f(const char *a, const char *b) {\n    return a == b;\n}\n", "a == b", "strcmp(a, b) == 0"},
                     {"int f(const char *s) {\n    int n = 0;\n    for (; *s; s++)\n        n = n * 10 + *s;\n    return n;\n}\n", "+ *s", "+ (*s - '0')"},
                     {"void f(char *s, int n) {\n    sprintf(s, \"%2x\", n);\n}\n", "%2x", "%02x"}});
  expect_all("A.java", {{"class A {\n    double f() {\n        double best = Double.MIN_VALUE;\n        return best;\n    }\n}\n", "Double.MIN_VALUE", "-Double.MAX_VALUE"}});
}

TEST(NativeEdits, WhatStandsThereIsDoneForAnotherOne) {
  expect_all("a.c", {{"struct n { struct n *prev, *next; };\nstruct l { struct n *head, *tail; };\nvoid f(struct l *l, struct n *n) {\n    if (n->next)\n        n->next->prev = n->prev;\n}\n",
                      "n->prev;\n}", "n->prev;\n    else\n        l->tail = n->prev;\n}"},
                     {"int f(int **d, int n, int i, int k) {\n    for (int j = 0; j < n; j++) {\n        if (d[i][k] == NONE)\n            continue;\n        int via = d[i][k] + d[k][j];\n        use(via);\n    }\n    return 0;\n}\n",
                      "        int via", "        if (d[k][j] == NONE)\n            continue;\n        int via"},
                     {"void f(const char *a, const char *b) {\n    while (a < b && isspace(*a))\n        a++;\n    use(a, b);\n}\n", "    use", "    while (b > a && isspace(b[-1]))\n        b--;\n    use"},
                     {"int f(int c) {\n    switch (c) {\n        case 'a':\n            return 1;\n        default:\n            return 'b';\n    }\n}\n", "case 'a':", "case 'a':\n        case 'b':"},
                     {"int f(int x) {\n    if (x > 9)\n        x = 9;\n    return x;\n}\n", "    return", "    if (x < 0) x = 0;\n    return"},
                     {"struct e { int at, rank; };\nint f(const struct e *a, const struct e *b) {\n    if (a->at != b->at)\n        return a->at < b->at ? -1 : 1;\n    return 0;\n}\n",
                      "    return 0", "    if (a->rank != b->rank)\n        return a->rank < b->rank ? -1 : 1;\n    return 0"}});
}

TEST(NativeEdits, WhatIsKeptBesideIsBroughtUpToDate) {
  expect_all("a.c", {{"struct n { struct n *next; };\nstruct q { struct n *head, *tail; };\nvoid f(struct q *q, struct n *n) {\n    q->head = n->next;\n    free(n);\n}\n",
                      "    free", "    if (!q->head)\n        q->tail = NULL;\n    free"},
                     {"double f(double *a, int n) {\n    double det = 1;\n    for (int i = 0; i < n; i++) {\n        swap(a, i);\n        det *= a[i];\n    }\n    return det;\n}\n", "swap(a, i);\n", "swap(a, i);\n        det = -det;\n"},
                     {"struct slot { int used, version; };\nstruct t { struct slot *slots; };\nvoid f(struct t *t, int i) {\n    t->slots[i].used = 0;\n}\n", "used = 0;\n", "used = 0;\n    t->slots[i].version++;\n"}});
}

TEST(NativeEdits, WhatACallSaysIsLookedAt) {
  expect_all("a.c", {{"char *f(int n) {\n    char *p = malloc(n);\n    p[0] = 0;\n    return p;\n}\n", "    p[0]", "    if (!p)\n        return NULL;\n    p[0]"},
                     {"int f(struct n *p) {\n    return p->v;\n}\n", "    return", "    if (!p)\n        return 0;\n    return"}});
  expect_all("a.cpp", {{"std::string f(const std::string& s) {\n    auto at = s.find(':');\n    return s.substr(at);\n}\n", "    return", "    if (at == std::string::npos)\n        return {};\n    return"},
                       {"bool f(int n) {\n    for (int i = 0; i < n; ++i) {\n        return g(i);\n    }\n    return false;\n}\n", "return g(i);", "if (g(i)) return true;"},
                       {"struct A {\n    int* p;\n    A& operator=(const A& o) {\n        delete p;\n        return *this;\n    }\n};\n", "        delete", "        if (this == &o)\n            return *this;\n        delete"}});
}

TEST(NativeEdits, MembersThatAreLeftOutAreThere) {
  expect_all("a.cpp", {{"struct A {\n    int a, b, c;\n    bool operator==(const A& o) const { return a == o.a && b == o.b; }\n};\n", "b == o.b", "b == o.b && c == o.c"},
                       {"struct A {\n    int a_, b_;\n    A(const A& o) : a_(o.a_) { use(); }\n};\n", "a_(o.a_)", "a_(o.a_), b_(o.b_)"},
                       {"auto f(int n) {\n    return [&n] { return n; };\n}\n", "[&n]", "[n]"},
                       {"struct A {\n    ~A() { done(); }\n};\n", "~A", "virtual ~A"}},
             2);
}

TEST(NativeEdits, ContainersAreAskedForWhatIsMeant) {
  expect_all("a.cpp", {{"bool f(const P& a, const P& b) {\n    return a.x < b.x && a.y < b.y;\n}\n", "a.x < b.x && a.y < b.y", "a.x < b.x || (a.x == b.x && a.y < b.y)"},
                       {"bool f(const std::string& s) {\n    return s.find('a') > 0;\n}\n", "> 0", "!= std::string::npos"},
                       {"bool f(std::map<int, int>& m, int k) {\n    if (m[k])\n        return true;\n    return false;\n}\n", "m[k]", "m.count(k)"},
                       {"bool f(const std::vector<int>& v, int x) {\n    auto it = std::lower_bound(v.begin(), v.end(), x);\n    return it != v.end();\n}\n", "it != v.end()", "it != v.end() && *it == x"},
                       {"int f(std::map<int, int>::iterator it) {\n    return it->first;\n}\n", "it->first", "it->second"},
                       {"int f(const std::vector<int>& v) {\n    return v.back();\n}\n", "    return", "    if (v.empty())\n        return 0;\n    return"}},
             2.2);
}

TEST(NativeEdits, BuffersHaveTheirSizeAndNumbersTheirWidth) {
  expect_all("a.c", {{"void f(FILE *file) {\n    char line[100];\n    fgets(line, 1000, file);\n}\n", "1000", "sizeof(line)"},
                     {"void f(char *to, int n) {\n    memset(to, 0, sizeof(to));\n}\n", "sizeof(to)", "n"},
                     {"uint32_t f(const uint8_t *p) {\n    return p[0] << 24;\n}\n", "p[0]", "(uint32_t) p[0]"},
                     {"int f(void) {\n    int count[26];\n    return count[0];\n}\n", "count[26]", "count[26] = {0}"},
                     {"char *f(void) {\n    char text[26];\n    fill(text);\n    return text;\n}\n", "char text", "static char text"},
                     {"void f(struct b *b) {\n    b->cap = b->cap * 2;\n}\n", "b->cap * 2", "(b->cap ? b->cap * 2 : 8)"},
                     {"int f(int n, int *out) {\n    return 0;\n}\n", "    return", "    *out = n;\n    return"},
                     {"void f(char *to, const char *from, int n) {\n    strncpy(to, from, n);\n    use(to);\n}\n", "    use", "    to[n - 1] = '\\0';\n    use"},
                     {"int f(int a, int b) {\n    return a + b > INT_MAX;\n}\n", "a + b > INT_MAX", "a > INT_MAX - b"},
                     {"#include <math.h>\nint f(double a, double b) {\n    return a == b;\n}\n", "a == b", "fabs(a - b) < 1e-9"},
                     {"int f(int n) {\n    if (n == 0)\n        return 1;\n    return n * f(n - 2);\n}\n", "n == 0", "n <= 0"},
                     {"void f(int n) {\n    for (int i = 0; i < n; i++)\n        for (int j = 0; j < n; j++)\n            use(i, j);\n}\n", "j = 0", "j = i + 1"}},
             2);
}

TEST(NativeEdits, RowsAndGridsAreGoneThroughRightly) {
  expect_all("a.c", {{"int f(int m[9][9], int i, int j) {\n    return m[i][j];\n}\n", "m[i][j]", "m[j][i]"},
                     {"int f(int b, int e, int mod) {\n    int r = b % mod;\n    b = b * b;\n    return r * b;\n}\n", "b = b * b", "b = b * b % mod"},
                     {"unsigned f(unsigned crc, unsigned char c) {\n    return table[crc ^ c];\n}\n", "crc ^ c", "(crc ^ c) & 0xff"},
                     {"void f(char *a, int n) {\n    for (int i = 0; i < n; i++)\n        swap(a + i, a + n - 1 - i);\n}\n", "i < n;", "i < n / 2;"},
                     {"void f(int n) {\n    for (int i = 0; i < n; i++) {\n        printf(\", \");\n    }\n}\n", "printf(\", \");", "if (i > 0) printf(\", \");"},
                     {"void f(const char *s, char *out) {\n    for (int i = 0; s[i]; i++) {\n        *out++ = hex(s[i + 1], s[i + 2]);\n    }\n}\n", "s[i + 2]);\n", "s[i + 2]);\n        i += 2;\n"},
                     {"int f(const int *a, int n, const int *b, int m, int *out) {\n    int i = 0, j = 0, k = 0;\n    while (i < n && j < m) {\n        if (a[i] < b[j])\n            out[k++] = a[i++];\n        else\n            out[k++] = b[j++];\n    }\n    while (i < n)\n        out[k++] = a[i++];\n    return k;\n}\n",
                      "    return", "    while (j < m)\n        out[k++] = b[j++];\n    return"},
                     {"struct n { struct n *next; int key; };\nstruct n *f(struct n *h, int key) {\n    while (h->key != key)\n        h = h->next;\n    return h;\n}\n", "h->key != key", "h && h->key != key"},
                     {"int f(const char *p) {\n    const char *end = strchr(p, 10);\n    if (!end)\n        return 0;\n    return end - p;\n}\n", "return 0;", "end = p + strlen(p);"},
                     {"int f(const char *p) {\n    while (*p)\n        p++;\n    return *p == '#';\n}\n", "(*p)", "(*p && *p != '#')"}},
             2.5);
}

}  // namespace
}  // namespace repair
