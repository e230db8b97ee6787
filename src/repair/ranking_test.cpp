// What decides between edits that pass the same tests.

#include <gtest/gtest.h>

#include "base/file.h"
#include "certainty.h"
#include "explain.h"
#include "loss.h"
#include "naturalness.h"
#include "operators.h"
#include "same.h"
#include "usage.h"

namespace repair {
namespace {

/// The candidate that turns `before` into `after`, once, in the text.
Candidate change(const Source& source, const std::string& before, const std::string& after, std::size_t unit = 0) {
  Candidate candidate;
  candidate.unit = unit;
  const auto at = source.text().find(before);
  EXPECT_NE(at, std::string::npos) << before;
  candidate.splices.push_back({at, at + before.size(), after});
  return candidate;
}

Source parse(const std::string& path, const std::string& text) {
  auto source = Source::parse(path, text);
  EXPECT_TRUE(source);
  return *std::move(source);
}

TEST(Loss, IsWhatAnEditTakesAway) {
  struct Case {
    const char *path, *text, *before, *after;
    Loss loss;
  };
  const char* py = "def f(a, b):\n    if a and b:\n        g(a)\n        h(b, 1)\n    x = [a]\n    return x[a - 1]\n";
  const char* js = "function f(a, b) {\n  if (a && b) {\n    g(a);\n    h(b, 1);\n  }\n  let x = !a;\n  return x;\n}\n";
  const Case cases[] = {
      {"a.py", py, "        g(a)\n", "", Loss::whole},
      {"a.py", py, "a and b:", "True:", Loss::whole},
      {"a.py", py, "a and b:", "False:", Loss::whole},
      {"a.py", py, "        g(a)\n", "        return\n        g(a)\n", Loss::whole},
      {"a.py", py, "    x = [a]\n", "    return a\n    x = [a]\n", Loss::whole},
      {"a.py", py, "        h(b, 1)\n", "        pass\n", Loss::whole},
      {"a.py", py, "        h(b, 1)\n", "        h(b, 1)\n        return a\n", Loss::none},
      {"a.py", py, "a and b:", "a:", Loss::part},
      {"a.py", py, "h(b, 1)", "h(b)", Loss::none},  // a number is no great loss
      {"a.py", py, "h(b, 1)", "h(1)", Loss::part},
      {"a.py", py, "h(b, 1)", "h(2, 1)", Loss::part},
      {"a.py", py, "a - 1", "a", Loss::none},
      {"a.py", py, "and", "or", Loss::none},
      {"a.py", py, "a - 1", "a + 1", Loss::none},
      {"a.py", py, "a and b:", "a and b and x:", Loss::none},
      {"a.js", js, "    g(a);\n", "", Loss::whole},
      {"a.js", js, "a && b", "true", Loss::whole},
      {"a.js", js, "a && b", "b", Loss::part},
      {"a.js", js, "!a", "a", Loss::none},
      {"a.js", js, "  let x = !a;\n", "  return b;\n  let x = !a;\n", Loss::whole},
      {"a.js", js, "    h(b, 1);\n", "    h(b, 1);\n    return b;\n", Loss::none},
  };
  for (const auto& c : cases) {
    const Source source = parse(c.path, c.text);
    EXPECT_EQ(loss_of(source, change(source, c.before, c.after)), c.loss) << c.path << ": " << c.before << " -> " << c.after;
  }
}

TEST(Same, IsTheSameTreeHoweverItIsWritten) {
  struct Pair {
    code::Language language;
    const char *a, *b;
    bool same;
  };
  const Pair pairs[] = {
      {code::Language::python, "return a + b", "return (a + b)", true},
      {code::Language::python, "return a+b  # sum", "return (a) + b", true},
      {code::Language::python, "return a + b * c", "return (a + b) * c", false},
      {code::Language::python, "x = not a == b", "x = a != b", true},
      {code::Language::python, "x = not (a in b)", "x = a not in b", true},
      {code::Language::python, "x = not a not in b", "x = a in b", true},
      {code::Language::python, "x = not a < b", "x = a >= b", false},
      {code::Language::python, "f(a, b)", "f((a, b))", false},
      {code::Language::javascript, "x = !(a === b);", "x = a !== b;", true},
      {code::Language::cpp, "return (a) < b;", "return a < b;", true},
      {code::Language::cpp, "return a < b;", "return a <= b;", false},
      {code::Language::c, "return f(a);", "return f(b);", false},
  };
  for (const auto& pair : pairs)
    EXPECT_EQ(tree_hash(pair.language, pair.a) == tree_hash(pair.language, pair.b), pair.same) << pair.a << " / " << pair.b;
}

TEST(Same, NothingIsTriedTwiceAlsoAcrossRounds) {
  const std::string text = "def f(a, b):\n    c = a + b\n    return c - a\n";
  const Source source = parse("a.py", text);
  Seen seen;
  EXPECT_TRUE(seen.add({}, source, change(source, "a + b", "a - b")));
  EXPECT_FALSE(seen.add({}, source, change(source, "a + b", "(a - b)")));
  EXPECT_FALSE(seen.add({}, source, change(source, "+", "-")));
  EXPECT_TRUE(seen.add({}, source, change(source, "a + b", "b - a")));
  // First one, then the other; the other way round it is the same program.
  const auto first = change(source, "+", "*");
  const auto second = change(source, "c - a", "c - b");
  const Source after_first = parse("a.py", edited(text, first.splices));
  const Source after_second = parse("a.py", edited(text, second.splices));
  EXPECT_TRUE(seen.add(with({}, source, first), after_first, change(after_first, "c - a", "c - b")));
  EXPECT_FALSE(seen.add(with({}, source, second), after_second, change(after_second, "+", "*")));
  EXPECT_EQ(seen.repeated(), 3U);
  // Python's blanks are syntax.
  const Source block = parse("b.py", "def f(a):\n    for x in a:\n        g(x)\n    h(a)\n");
  EXPECT_TRUE(seen.add({}, block, change(block, "    h(a)", "        h(a)")));
}

TEST(Naturalness, PrefersWhatTheProjectWritesElsewhere) {
  const auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  const auto put = [&](const std::string& name, const std::string& text) {
    ASSERT_TRUE(base::write_file(dir->path() + "/" + name, text));
  };
  std::string other;
  for (int i = 0; i < 5; ++i)
    other += "def g" + std::to_string(i) + "(items):\n    for i in range(len(items) - 1):\n        use(items[i], items[i + 1])\n";
  const std::string file = "def f(items):\n    for i in range(len(items)):\n        use(items[i], items[i + 1])\n";
  put("other.py", other);
  put("f.py", file);
  const Source source = parse("f.py", file);
  std::vector<Candidate> candidates{change(source, "len(items)", "len(items) - 1"), change(source, "len(items)", "items - 1")};
  Naturalness naturalness(dir->path(), {});
  naturalness.judge(source, source.units()[0], candidates);
  EXPECT_GT(candidates[0].natural, candidates[1].natural);
  EXPECT_LT(candidates[1].natural, 0);
  // Nothing to learn from: no opinion.
  const auto empty = base::TempDir::make();
  Naturalness none(empty->path(), {});
  candidates[0].natural = 0;
  none.judge(source, source.units()[0], candidates);
  EXPECT_EQ(candidates[0].natural, 0);
}

TEST(Naturalness, PairsOfTokensThatTheFileHasAreKnown) {
  const Source source = parse("f.py", "def f(items):\n    return items[1]\n\ndef g(n):\n    return len(n)\n");
  // [ n and n ] are new, [1] is nothing new, and where nothing is written nothing is unknown.
  std::vector<Candidate> candidates{change(source, "items[1]", "items[n]"), change(source, "items[1]", "len(n)"), change(source, "[1]", "")};
  const Source comparison = parse("g.py", "def f(a, b):\n    return a < b\n");
  std::vector<Candidate> operators{change(comparison, "<", ">=")};
  judge_pairs(comparison, operators);
  EXPECT_DOUBLE_EQ(operators[0].known_pairs, 1);
  judge_pairs(source, candidates);
  EXPECT_DOUBLE_EQ(candidates[0].known_pairs, 0);
  EXPECT_DOUBLE_EQ(candidates[1].known_pairs, 1);
  EXPECT_DOUBLE_EQ(candidates[2].known_pairs, 1);
}

TEST(Usage, ANameThatNothingUsesIsASign) {
  const Source c = parse("a.c", "int f(int a, int b) {\n  int n = a;\n  return n + a;\n}\n");
  const Usage of_c(c, c.units()[0]);
  EXPECT_LT(of_c.surcharge(change(c, "n + a", "n + b")), 0) << "b was not used";
  EXPECT_GT(of_c.surcharge(change(c, "n + a", "a + a")), 0) << "n is not used any more";
  EXPECT_EQ(of_c.surcharge(change(c, "n + a", "n - a")), 0);
  EXPECT_EQ(of_c.surcharge(change(c, "n + a", "n + other")), 0);
  const Source py = parse("a.py", "def f(self, a, b):\n    return self.g(a, a)\n");
  const Usage of_py(py, py.units()[0]);
  EXPECT_LT(of_py.surcharge(change(py, "a, a)", "a, b)")), 0);
  EXPECT_EQ(of_py.surcharge(change(py, "self.g", "g")), 0);
}

Fix fix(const char* what, const std::string& before, const std::string& after) {
  Step step{what, "a.py", 3};
  step.function = "f";
  step.before = before;
  step.after = after;
  Fix out;
  out.steps.push_back(step);
  return out;
}

TEST(Explain, SaysTheFaultAndTheChange) {
  EXPECT_EQ(explain(fix("relational operator", "<", "<=")),
            "In `f` (a.py:3), the comparison `<` leaves out the case in which both sides are equal. I replaced it by `<=`.");
  EXPECT_EQ(explain(fix("by one", "n", "n + 1")), "In `f` (a.py:3), the value `n` is off by one. I changed it to `n + 1`.");
  EXPECT_EQ(explain(fix("statement removed", "x =\n   1", "")),
            "In `f` (a.py:3), a statement does something that must not be done: `x = 1`. I removed it.");
  EXPECT_EQ(explain(fix("statement inserted", "", "break")), "In `f` (a.py:3), a statement is missing. I inserted `break`.");
  // Texts that are too long to show are not shown.
  EXPECT_EQ(explain(fix("by one", "", "")), "In `f` (a.py:3), something small is wrong (by one). The change is shown below.");
}

TEST(Explain, KnowsTheWordsOfAllOperators) {
  std::set<std::string> unknown;
  for (const auto& [path, text] : std::map<std::string, std::string>{
           {"a.py", "class A:\n    def f(self, xs, n):\n        t = 0\n        for x in xs[1:]:\n            if not x and n < 3 or x in xs:\n"
                    "                t += x * n - 1\n                continue\n        self.t = [t, n]\n        s = ''\n        g(t, n)\n"
                    "        return max(xs[0], len(xs)) if t else None\n"},
           {"a.cpp", "int f(int a, int b) {\n  int c;\n  if (a = b) return -1;\n  for (int i = 0; i < a; ++i) {\n    c = c + g(i, b);\n    break;\n"
                     "  }\n  return a ? c : b;\n}\n"},
           {"b.py", "class A:\n    def f(self, xs, n=[]):\n        for x in xs[n]:\n            self.m[x] = str(x.strip()) + '\"' + x + '\"'\n"
                    "        a, b = n.split('=')\n        t = xs\n        t.append(n / a)\n        n.append(min(a, max(b, xs)))\n        x = n\n        n = a + b\n"
                    "        return sorted(list(xs), key=lambda x: x.n), next((x for x in xs), 0), isinstance(a, int), f(a.left)\n"},
           {"b.js", "async function f(xs, key) {\n  for (let i = 0; i < xs.length; i++) {\n    xs.push(Object.keys(key));\n  }\n  const y = await g(xs.a.b);\n"
                    "  xs.sort((a, b) => a.n - b.n);\n  key.trim();\n  return [...xs].slice(key.split(' '), Object.entries(xs), xs[i + 1] && key || xs);\n}\n"},
           {"b.ts", "function f(i: { n?: number }) { return 2 * i.n; }\n"},
           {"a.rs", "fn f(a: i32) -> i32 {\n    for i in 0..a {\n        g(i);\n    }\n    return a;\n}\n"}}) {
    const Source source = parse(path, text);
    for (std::size_t u = 0; u < source.units().size(); ++u)
      for (const auto& candidate : make_candidates(source, 0, u, [](std::size_t) { return true; }))
        if (explain(fix(candidate.what, "a", "b")).find("something small") != std::string::npos) unknown.insert(candidate.what);
  }
  EXPECT_EQ(unknown, std::set<std::string>{});
}

Observations observed(std::initializer_list<std::pair<const char*, const char*>> list) {
  Observations out;
  for (const auto& [call, result] : list) out.push_back({call, result, false, std::string(result).starts_with("raises")});
  return out;
}

TEST(Compare, FindsThePlainestDifferenceAndGroups) {
  Comparison comparison;
  comparison.of = {observed({{"f([1, 2, 3, 4])", "4"}, {"f(0)", "raises ValueError"}, {"f(1)", "2"}}),
                   observed({{"f(1)", "3"}, {"f(0)", "0"}, {"f([1, 2, 3, 4])", "5"}}),
                   observed({{"f(1)", "3"}, {"f(0)", "0"}}),
                   {}};
  const auto found = difference(comparison, 0, 1);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->call, "f(1)");
  EXPECT_EQ(found->mine, "2");
  EXPECT_EQ(found->other, "3");
  EXPECT_FALSE(difference(comparison, 1, 2));
  EXPECT_FALSE(difference(comparison, 0, 3)) << "not compared";
  EXPECT_EQ(classes(comparison), (std::vector<std::size_t>{0, 1, 1, 3}));
  EXPECT_EQ(calls_in_common(comparison, 0, 2), 2U);
}

TEST(Certainty, FollowsTheEvidence) {
  Evidence good;
  good.failing = 2;
  good.passing = 3;
  EXPECT_EQ(judge(good).certainty, Certainty::sure);
  Evidence rivals = good;
  rivals.rivals = 4;
  rivals.compared = 4;
  EXPECT_EQ(judge(rivals).certainty, Certainty::sure) << "all of them do the same";
  Evidence rare = good;
  rare.is_rare = true;
  EXPECT_EQ(judge(rare).certainty, Certainty::likely);
  rivals.different = 1;
  EXPECT_EQ(judge(rivals).certainty, Certainty::likely);
  rivals.different = 3;
  EXPECT_EQ(judge(rivals).certainty, Certainty::guess);
  Evidence unknown = good;
  unknown.rivals = 3;
  EXPECT_EQ(judge(unknown).certainty, Certainty::guess) << "three that could not be compared";
  Evidence thin = good;
  thin.failing = 1;
  thin.passing = 0;
  EXPECT_EQ(judge(thin).certainty, Certainty::guess);
  Evidence less = good;
  less.loss = Loss::whole;
  EXPECT_EQ(judge(less).certainty, Certainty::guess);
  Evidence stopped = good;
  stopped.cut_short = true;
  EXPECT_EQ(judge(stopped).certainty, Certainty::guess);
  for (const auto& evidence : {good, rivals, unknown, thin, less, stopped}) EXPECT_FALSE(judge(evidence).why.empty());
}

}  // namespace
}  // namespace repair
