// Whole repairs of small projects in languages whose tools may be missing here: then a test is skipped by
// name.

#include <gtest/gtest.h>

#include "fake_project.h"
#include "localise.h"
#include "name_coverage.h"
#include "node_setup.h"
#include "repair/repair.h"

namespace repair {
namespace {

bool has_program(const std::string& name) {
  const std::string path = base::Env::of_process().get("PATH").value_or("");
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    if (base::exists(base::join(path.substr(at, end - at), name))) return true;
    at = end + 1;
  }
  return false;
}

#define NEEDS(program) \
  if (!has_program(program)) GTEST_SKIP() << program << " is not installed"

struct Repaired {
  Outcome outcome;
  std::string error;
  std::vector<std::string> lines;  ///< of progress
};

Repaired repaired(io::Loop& loop, FakeProject& project, int seconds = 120) {
  Repaired out;
  const auto check = verify::discover(project.root(), project.env);
  if (!check) {
    out.error = "no check";
    return out;
  }
  Fork fork = [&loop, &project](std::string into) { return copy_tree(loop, project.root(), std::move(into)); };
  Options options;
  options.budget = io::Millis(seconds * 1000);
  options.check_timeout = io::Millis(60000);
  Progress progress = [&out](const std::string& line) { out.lines.push_back(line); };
  auto done = loop.run(repair(loop, project.root(), *check, project.env, std::move(fork), options, std::move(progress)));
  if (done)
    out.outcome = *std::move(done);
  else
    out.error = done.error().what;
  return out;
}

void put_script(FakeProject& project, const std::string& code, const std::string& test) {
  project.put("package.json", R"({"name": "p", "scripts": {"test": "node --test"}})");
  project.put("calc.js", code);
  project.put("test/calc.test.js",
              "const test = require('node:test');\nconst assert = require('node:assert');\nconst calc = require('../calc');\n" + test);
}

std::string after_of(const Outcome& outcome) {
  return outcome.proposal ? outcome.proposal->files.at(0).after : "(none: " + outcome.why_not + ")";
}

TEST(NodeLab, EndlessLoopsAndModulesAndHooksAreNoObstacle) {
  NEEDS("node");
  io::Loop loop;
  FakeProject project(loop);
  project.put("package.json", R"({"name": "p", "type": "module", "scripts": {"test": "node --test"}})");
  project.put("calc.js", "export class Counter {\n  #n = 0;\n  add(n) {\n    while (n > 0) {\n      this.#n += 2;\n      n -= 1;\n    }\n    return this.#n;\n  }\n}\n");
  project.put("test/calc.test.js",
              "import { beforeEach, describe, it } from 'node:test';\nimport assert from 'node:assert';\nimport { Counter } from '../calc.js';\n"
              "describe('counter', () => {\n  let c;\n  beforeEach(() => { c = new Counter(); });\n"
              "  it('adds', async () => { await 0; assert.equal(c.add(3), 3); });\n  it('adds nothing', () => assert.equal(c.add(0), 0));\n});\n");
  const auto done = repaired(loop, project);
  EXPECT_NE(after_of(done.outcome).find("this.#n += 1"), std::string::npos) << after_of(done.outcome);
}

TEST(NodeLab, BadInputIsAnOutcomeThatSaysWhy) {
  NEEDS("node");
  io::Loop loop;
  {
    FakeProject passing(loop);
    put_script(passing, "exports.one = () => 1;\n", "test('one', () => assert.equal(calc.one(), 1));\n");
    EXPECT_NE(repaired(loop, passing).outcome.why_not.find("nothing to repair"), std::string::npos);
  }
  FakeProject broken(loop);
  put_script(broken, "exports.one = () => {\n", "test('one', () => assert.equal(calc.one(), 1));\n");
  const auto done = repaired(loop, broken, 10);
  EXPECT_FALSE(done.outcome.proposal);
  EXPECT_NE(done.outcome.why_not + done.error, "");
}

TEST(NodeSetup, ReadsOnlyCommandsThatMerelyRunTests) {
  const auto of = [](const std::string& command) {
    verify::Check check;
    check.command = command;
    return node_setup(check, "/nonexistent");
  };
  ASSERT_TRUE(of("node --test test/a.js"));
  EXPECT_EQ(of("node --test test/a.js")->files, std::vector<std::string>{"test/a.js"});
  ASSERT_TRUE(of("node --import ./x.mjs --test"));
  EXPECT_EQ(of("node --import ./x.mjs --test")->options, std::vector<std::string>{"--import=./x.mjs"});
  EXPECT_TRUE(of("node test.js"));
  ASSERT_TRUE(of("npx mocha 'spec/**/*.js' --timeout 100"));
  EXPECT_EQ(of("npx mocha 'spec/**/*.js' --timeout 100")->files, std::vector<std::string>{"spec/**/*.js"});
  ASSERT_TRUE(of("node --import tsx --test a.test.ts"));
  EXPECT_TRUE(of("node --import tsx --test a.test.ts")->options.empty()) << "the server erases types itself";
  EXPECT_EQ(of("npx tsx --test a.test.ts")->files, std::vector<std::string>{"a.test.ts"});
  EXPECT_TRUE(of("mocha -r ts-node/register test/*.ts")->requires_.empty());
  EXPECT_EQ(of("node_modules/.bin/jest --ci")->flavour, "jest");
  EXPECT_EQ(of("vitest run src")->files, std::vector<std::string>{"src"});
  for (const char* command : {"tsc && node --test", "vitest watch", "jest --watch", "node -e 1", "npm test", "node", "node --test --watch"})
    EXPECT_FALSE(of(command)) << command;
}

TEST(CommandLab, RepairsByRunningTheCheckItself) {
  NEEDS("node");
  io::Loop loop;
  FakeProject project(loop);
  project.put(".plumb/config.toml", "[check]\ncommand = \"true && node test/check.js\"\n");
  project.put("calc.js", "exports.add = (a, b) => a - b;\n");
  project.put("test/check.js", "const { add } = require('../calc');\nif (add(2, 3) !== 5 || add(0, 4) !== 4) process.exit(1);\n");
  const auto done = repaired(loop, project);
  EXPECT_NE(after_of(done.outcome).find("a + b"), std::string::npos) << after_of(done.outcome) << done.error;
}

TEST(NameCoverage, FindsPlacesInTracesOfEveryLanguage) {
  const auto places = places_in(
      "--- FAIL\n    a_test.go:12: got 3\nthread 'x' panicked at src/lib.rs:5:9:\n\tat A.f(A.java:7)\n"
      "  at f (/tree/lib/a.js:3:5)\nhttp://x:80 10:20 /elsewhere/b.js:4\n",
      "/tree");
  std::string text;
  for (const auto& place : places) text += place.file + ":" + std::to_string(place.line) + " ";
  EXPECT_EQ(text, "a_test.go:12 src/lib.rs:5 A.java:7 lib/a.js:3 ");
}

TEST(NameCoverage, FollowsNamesFromTheTestToTheFunctions) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("a.go", "package a\n\nfunc Top() int {\n\treturn inner()\n}\n\nfunc inner() int {\n\treturn 1\n}\n\nfunc Other() {}\n");
  project.put("a_test.go", "package a\n\nfunc TestTop(t *testing.T) {\n\tTop()\n}\n\nfunc TestOther(t *testing.T) {\n\tOther()\n}\n");
  std::vector<std::string> failing{"example.com/a.TestTop"};
  const auto coverage = loop.run(coverage_by_names(project.root(), failing, {"example.com/a.TestOther"}));
  ASSERT_TRUE(coverage);
  const auto suspects = localise(*coverage, {});
  EXPECT_GT(suspects.of("a.go", 4), suspects.of("a.go", 8));
  EXPECT_GT(suspects.of("a.go", 8), 0);
  EXPECT_EQ(suspects.of("a.go", 11), 0);
}

}  // namespace
}  // namespace repair
