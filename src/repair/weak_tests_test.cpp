// Tests that several edits satisfy: what is said of them.

#include <gtest/gtest.h>
#include <unistd.h>

#include "fake_project.h"
#include "io/loop.h"
#include "probe.h"
#include "repair/repair.h"
#include "report.h"

namespace repair {
namespace {

base::Result<Outcome> outcome_in(io::Loop& loop, FakeProject& project, Progress progress = [](const std::string&) {}) {
  const auto check = verify::discover(project.root(), project.env);
  if (!check) return base::fail(base::Code::not_found, "no check");
  Fork fork = [&loop, &project](std::string into) { return copy_tree(loop, project.root(), std::move(into)); };
  Options options;
  options.budget = io::Millis(240000);
  return loop.run(repair(loop, project.root(), *check, project.env, std::move(fork), options, std::move(progress)));
}

bool has_node() {
  return ::system("node --version >/dev/null 2>&1") == 0;
}

/// `> 0` and `>= 0` both pass; only a list with 0 in it tells them apart.
void expect_contrast(const base::Result<Outcome>& outcome) {
  ASSERT_TRUE(outcome) << outcome.error().what;
  ASSERT_TRUE(outcome->proposal) << outcome->why_not;
  EXPECT_GE(outcome->alternatives, 1U);
  EXPECT_GE(outcome->compared, 1U);
  EXPECT_GT(outcome->calls, 5U);
  EXPECT_NE(outcome->certainty, Certainty::sure);
  std::string all;
  bool told = false;
  for (const auto& rival : outcome->rivals) {
    all += rival.proposal.diff;
    if (!rival.contrast) continue;
    told = true;
    EXPECT_EQ(rival.contrast->call.find("count"), 0U) << rival.contrast->call;
    EXPECT_NE(rival.contrast->mine, rival.contrast->theirs);
    all += rival.contrast->call + " " + rival.contrast->mine + " " + rival.contrast->theirs + "\n";
  }
  EXPECT_TRUE(told) << all;
  const std::string report = final_report(*outcome);
  EXPECT_NE(report.find("my edit gives"), std::string::npos) << report;
  EXPECT_NE(report.find("How sure I am: "), std::string::npos) << report;
  EXPECT_NE(report.find("In `count`"), std::string::npos) << report;
}

TEST(WeakTests, InPythonAnInputTellsTheRivalsApart) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("counting.py", "def count(items):\n    n = 0\n    for x in items:\n        if x < 0:\n            n += 1\n    return n\n");
  project.put("test_counting.py",
              "import unittest\nfrom counting import count\n\nclass A(unittest.TestCase):\n    def test_some(self):\n"
              "        self.assertEqual(count([1, 2]), 2)\n    def test_none(self):\n        self.assertEqual(count([-1]), 0)\n");
  expect_contrast(outcome_in(loop, project));
}

TEST(WeakTests, InJavaScriptToo) {
  if (!has_node()) GTEST_SKIP() << "node is not installed";
  io::Loop loop;
  FakeProject project(loop);
  project.put("package.json", "{\"scripts\": {\"test\": \"node --test\"}}");
  project.put("counting.js", "function count(items) {\n  let n = 0;\n  for (const x of items) {\n    if (x < 0) n += 1;\n  }\n  return n;\n}\n"
                             "module.exports = { count };\n");
  project.put("counting.test.js",
              "const { test } = require('node:test');\nconst assert = require('assert');\nconst { count } = require('./counting');\n"
              "test('some', () => assert.strictEqual(count([1, 2]), 2));\ntest('none', () => assert.strictEqual(count([-1]), 0));\n");
  expect_contrast(outcome_in(loop, project));
}

TEST(WeakTests, AFixThatOnlyTakesAwayComesLast) {
  io::Loop loop;
  FakeProject project(loop);
  // Removing the guard passes as well as mending it.
  project.put("price.py",
              "def price(amount, members):\n    total = amount * 10\n    if members < 3:\n        total = total - 5\n    return total\n");
  project.put("test_price.py",
              "import unittest\nfrom price import price\n\nclass A(unittest.TestCase):\n    def test_few(self):\n"
              "        self.assertEqual(price(2, 1), 20)\n    def test_none(self):\n        self.assertEqual(price(1, 0), 10)\n"
              "    def test_many(self):\n        self.assertEqual(price(1, 9), 5)\n");
  const auto outcome = outcome_in(loop, project);
  ASSERT_TRUE(outcome);
  ASSERT_TRUE(outcome->proposal) << outcome->why_not;
  EXPECT_EQ(outcome->proposal->diff.find("if True"), std::string::npos) << outcome->proposal->diff;
  EXPECT_NE(outcome->proposal->diff.find("+    if members >"), std::string::npos) << outcome->proposal->diff;
}

TEST(WeakTests, CancelledItGivesTheBestThatItHas) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("calc.py", "def add(a, b):\n    return a - b\n");
  project.put("test_calc.py",
              "import unittest\nfrom calc import add\n\nclass Add(unittest.TestCase):\n    def test_add(self):\n"
              "        self.assertEqual(add(2, 3), 5)\n        self.assertEqual(add(7, 1), 8)\n");
  const auto check = verify::discover(project.root(), project.env);
  ASSERT_TRUE(check);
  Fork fork = [&](std::string into) { return copy_tree(loop, project.root(), std::move(into)); };
  Options options;
  options.budget = io::Millis(240000);
  io::CancelSource cancel;
  Progress progress = [&](const std::string& line) {
    if (line.starts_with("an edit passes")) loop.post([&] { cancel.cancel(); });
  };
  const auto outcome = loop.run(io::cancellable(
      cancel, repair(loop, project.root(), *check, project.env, std::move(fork), options, std::move(progress))));
  ASSERT_TRUE(outcome) << outcome.error().what;
  EXPECT_EQ(outcome->stopped, Stopped::cancelled);
  ASSERT_TRUE(outcome->proposal);
  EXPECT_NE(outcome->proposal->diff.find("+    return "), std::string::npos) << outcome->proposal->diff;   // whichever came first
  EXPECT_EQ(outcome->certainty, Certainty::guess);
  EXPECT_NE(cut_short(*outcome).find("I was stopped, and changed nothing"), std::string::npos);
  EXPECT_EQ(project.get("calc.py"), "def add(a, b):\n    return a - b\n");
}

TEST(Spies, TellOfCallsWithoutMovingALine) {
  const std::string text =
      "'use strict';\nfunction f(a, b = 1) {\n  'use strict';\n  return a;\n}\nconst g = (x) => x + 1;\nconst h = ({ x }) => x;\n"
      "class A {\n  constructor() { this.n = 0; }\n  add(x) {\n    this.n += x;\n  }\n  get size() { return this.n; }\n}\n"
      "function* gen() { yield 1; }\nexports.k = function (a) { return a; };\n";
  const auto source = Source::parse("a.js", text);
  ASSERT_TRUE(source);
  ObserveOrder order;
  for (const auto& unit : source->units()) order.units.push_back({"a.js", unit.line, unit.name, true});
  const auto made = with_spies("a.js", text, order);
  ASSERT_TRUE(made) << made.error().what;
  EXPECT_EQ(std::count(made->begin(), made->end(), '\n'), std::count(text.begin(), text.end(), '\n'));
  const auto has = [&](const char* part) { return made->find(part) != std::string::npos; };
  EXPECT_TRUE(has("f.apply(t, a)")) << *made;
  EXPECT_TRUE(has("g(...a)")) << *made;
  EXPECT_TRUE(has("t.add(...a)")) << *made;
  EXPECT_TRUE(has("exports.k.apply(t, a)")) << *made;
  EXPECT_FALSE(has("t.constructor(")) << *made;
  EXPECT_FALSE(has("t.size(")) << *made;
  EXPECT_FALSE(has("gen.apply")) << *made;
  EXPECT_FALSE(has("h(...a)")) << "its arguments have no names: " << *made;
  EXPECT_TRUE(Source::parse("a.js", *made));
}

}  // namespace
}  // namespace repair
