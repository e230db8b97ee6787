// Whole repairs of small projects in languages whose tools may be missing here: then a test is skipped by
// name.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "command_coverage.h"
#include "fake_project.h"
#include "localise.h"
#include "name_coverage.h"
#include "node_mirror.h"
#include "node_setup.h"

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
  ASSERT_TRUE(of("tsc -p . && node --test"));
  EXPECT_TRUE(of("tsc -p . && node --test")->is_compiled);
  EXPECT_FALSE(of("node --test")->is_compiled);
  for (const char* command : {"tsc --watch && node --test", "tsc -p other.json && node --test", "rm x && node --test", "tsc && node --test; rm x", "vitest watch", "jest --watch", "node -e 1", "npm test", "node", "node --test --watch"})
    EXPECT_FALSE(of(command)) << command;
}

/// A loader of the project's own, as simple as its types.
constexpr const char* k_type_hooks =
    "import { register } from 'node:module';\n"
    "const hooks = `export async function load(url, context, next) {\n"
    "  if (!url.endsWith('.ts')) return next(url, context);\n"
    "  const fs = await import('node:fs');\n"
    "  const text = fs.readFileSync(new URL(url), 'utf8').replace(/: (number|string)(\\\\[\\\\])?/g, '');\n"
    "  return { format: 'module', source: text, shortCircuit: true };\n}`;\n"
    "register('data:text/javascript,' + encodeURIComponent(hooks));\n";

TEST(NodeLab, TypeScriptIsTriedInPlaceWithItsTypesErased) {
  NEEDS("node");
  io::Loop loop;
  FakeProject project(loop);
  project.put("package.json", R"({"name": "p", "type": "module", "scripts": {"test": "node --import ./hooks.mjs --test test/sum.test.ts"}})");
  project.put("hooks.mjs", k_type_hooks);
  project.put("sum.ts", "export function sum(list: number[]): number {\n  let all: number = 0;\n  for (let i = 1; i < list.length; i++) all += list[i];\n  return all;\n}\n");
  project.put("test/sum.test.ts",
              "import test from 'node:test';\nimport assert from 'node:assert';\nimport { sum } from '../sum.ts';\n"
              "test('sums', () => { const list: number[] = [1, 2]; assert.equal(sum(list), 3); });\ntest('nothing', () => assert.equal(sum([]), 0));\n");
  const auto done = repaired(loop, project);
  EXPECT_NE(after_of(done.outcome).find("let i = 0"), std::string::npos) << after_of(done.outcome) << done.error;
  for (const auto& line : done.lines) EXPECT_EQ(line.find("running the check itself"), std::string::npos) << line;
}

TEST(NodeSetup, ScriptsThatCallOneAnotherHaveAnEnd) {
  io::Loop loop;
  FakeProject project(loop);
  std::string scripts = R"("test": "npm run a")";
  const std::string names = "abcd";
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    std::string body = "tsc";
    for (int n = 0; n < 50; ++n) body += std::string(" && npm run ") + names[i + 1];
    scripts += std::string(", \"") + names[i] + "\": \"" + body + "\"";
  }
  verify::Check check;
  check.command = "npm test";
  for (const std::string end : {"tsc", "npm test"}) {
    project.put("package.json", "{\"scripts\": {" + scripts + ", \"d\": \"" + end + "\"}}");
    EXPECT_FALSE(node_setup(check, project.root())) << end;
  }
}

TEST(NodeMirror, OnlyOutputThatIsTracedIsTakenFromIt) {
  io::Loop loop;
  FakeProject project(loop);
  const auto is_traced = [&](const std::string& options) {
    project.put("tsconfig.json", "{\"compilerOptions\": {" + options + "}, \"include\": [\"src\"]}");
    return is_output_traced(project.root());
  };
  project.put("src/deep/a.ts", "export const a = 1;\n");
  EXPECT_FALSE(is_traced(R"("outDir": "dist")")) << "the compiler has not run";
  project.put("dist/deep/a.js", "exports.a = 1;\n");
  EXPECT_TRUE(is_traced(R"("outDir": "dist")"));
  EXPECT_FALSE(is_traced(R"("outDir": "dist", "rootDir": ".")")) << "it lies elsewhere";
  EXPECT_FALSE(is_traced(R"("outDir": ".")")) << "beside its source";
  EXPECT_FALSE(is_traced("")) << "perhaps in a file that it extends";
}

TEST(NodeLab, WhatTheCompilerMakesIsTriedInPlaceToo) {
  NEEDS("node");
  io::Loop loop;
  FakeProject project(loop);
  project.put("package.json", R"({"name": "p", "scripts": {"build": "tsc", "test": "npm run build && node --test"}})");
  project.put("tsconfig.json", R"({"compilerOptions": {"target": "es2020", "module": "commonjs", "rootDir": "src", "outDir": "dist"}, "include": ["src"]})");
  // A compiler for this project alone.
  project.put("node_modules/.bin/tsc",
              "#!/usr/bin/env node\nconst fs = require('fs');\nfs.mkdirSync('dist', { recursive: true });\n"
              "fs.writeFileSync('dist/sum.js', fs.readFileSync('src/sum.ts', 'utf8').replace(/: number(\\[\\])?/g, '').replace(/import .*/, \"const { first } = require('./first');\")"
              ".replace('export function', 'exports.sum = sum; function'));\nfs.writeFileSync('dist/first.js', 'exports.first = () => 0;');\n");
  ASSERT_EQ(::chmod((project.root() + "/node_modules/.bin/tsc").c_str(), 0755), 0);
  project.put("src/first.ts", "export const first = (): number => 0;\n");
  project.put("src/sum.ts",
              "import { first } from './first';\nexport function sum(list: number[]): number {\n  let all: number = first();\n"
              "  for (let i = 1; i < list.length; i++) all += list[i];\n  return all;\n}\n");
  project.put("test/sum.test.js",
              "const test = require('node:test');\nconst assert = require('node:assert');\nconst { sum } = require('../dist/sum');\n"
              "test('sums', () => assert.equal(sum([1, 2]), 3));\ntest('nothing', () => assert.equal(sum([]), 0));\n");
  const auto done = repaired(loop, project);
  EXPECT_NE(after_of(done.outcome).find("let i = 0"), std::string::npos) << after_of(done.outcome) << done.error;
  for (const auto& line : done.lines) EXPECT_EQ(line.find("running the check itself"), std::string::npos) << line;
}

void put_java(FakeProject& project, const std::string& method) {
  project.put(".plumb/config.toml", "[check]\ncommand = \"sh test.sh\"\n");
  project.put("test.sh", "set -e\nout=$(mktemp -d)\ntrap 'rm -rf \"$out\"' EXIT\njavac -d \"$out\" src/*.java test/*.java\njava -ea -cp \"$out\" calc.CalcTest\n");
  project.put("src/Calc.java", "package calc;\n\npublic class Calc {\n" + method + "}\n");
  project.put("test/CalcTest.java",
              "package calc;\n\npublic class CalcTest {\n  public static void main(String[] args) {\n    if (Calc.sum(3) != 6 || Calc.sum(0) != 0 || "
              "Calc.sum(1) != 1) System.exit(1);\n    System.exit(0);\n  }\n}\n");
}

TEST(JavaLab, TriesManyVersionsInOneMachine) {
  NEEDS("javac");
  io::Loop loop;
  FakeProject project(loop);
  // Two seconds until the number overflows: that must not be what each version gets.
  put_java(project, "  static int sum(int n) {\n    int all = 0;\n    while (n > 0) {\n      all += n;\n      n++;\n    }\n    return all;\n  }\n");
  const auto done = repaired(loop, project);
  EXPECT_NE(after_of(done.outcome).find("n--"), std::string::npos) << after_of(done.outcome) << done.error;
  for (const auto& line : done.lines) EXPECT_EQ(line.find("running the check itself"), std::string::npos) << line;
}

TEST(JavaLab, ConstantsAreTriedToo) {
  NEEDS("javac");
  io::Loop loop;
  FakeProject project(loop);
  put_java(project, "  static final int ONE = 2;\n  static int sum(int n) {\n    return n * (n + ONE) / (ONE + ONE);\n  }\n");
  const auto done = repaired(loop, project);
  EXPECT_TRUE(done.outcome.proposal) << done.outcome.why_not << done.error;
  const std::string all = after_of(done.outcome);
  EXPECT_NE(all.find("ONE = 1"), std::string::npos) << all;
  for (const auto& line : done.lines) EXPECT_EQ(line.find("running the check itself"), std::string::npos) << line;
}

TEST(CommandLab, MeasuresWhatTestsOfGoRun) {
  NEEDS("go");
  io::Loop loop;
  FakeProject project(loop);
  project.put("go.mod", "module example.com/a\n\ngo 1.18\n");
  project.put("a.go", "package a\n\nfunc Good(n int) int {\n\treturn n\n}\n\nfunc Bad(n int) int {\n\tif n > 3 {\n\t\treturn n - 1\n\t}\n\treturn n\n}\n");
  project.put("a_test.go", "package a\n\nimport \"testing\"\n\nfunc TestGood(t *testing.T) {\n\tif Good(1) != 1 {\n\t\tt.Fatal()\n\t}\n}\n\n"
                           "func TestBad(t *testing.T) {\n\tif Bad(4) != 5 || Bad(1) != 1 {\n\t\tt.Fatal()\n\t}\n}\n");
  std::vector<ProgramTest> tests{{"bad", "example.com/a", "TestBad"}, {"good", "example.com/a", "TestGood"}};
  const auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  const auto coverage = loop.run(go_coverage(loop, project.root(), tests, project.env, dir->path(), io::Millis(120000)));
  ASSERT_TRUE(coverage);
  const auto suspects = localise(*coverage, {});
  EXPECT_GT(suspects.of("a.go", 9), 0);
  EXPECT_EQ(suspects.of("a.go", 4), 0);
  EXPECT_EQ(suspects.of("a.go", 11), 0);
}

TEST(CommandLab, MeasuresWhatTestsOfRustRun) {
  NEEDS("cargo");
  io::Loop loop;
  FakeProject project(loop);
  project.put("Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
  project.put("src/lib.rs", "pub fn good(n: i32) -> i32 {\n    n\n}\n\npub fn bad(n: i32) -> i32 {\n    if n > 3 {\n        return n - 1;\n    }\n    n\n}\n");
  project.put("tests/a.rs", "#[test]\nfn good() {\n    assert_eq!(a::good(1), 1);\n}\n#[test]\nfn bad() {\n    assert_eq!(a::bad(4), 5);\n}\n");
  std::vector<ProgramTest> tests{{"bad", "", "bad"}, {"good", "", "good"}};
  const auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  const std::string before = project.get("src/lib.rs");
  const auto coverage = loop.run(rust_coverage(loop, project.root(), tests, project.env, dir->path(), io::Millis(120000)));
  ASSERT_TRUE(coverage);
  const auto suspects = localise(*coverage, {});
  EXPECT_GT(suspects.of("src/lib.rs", 7), 0);
  EXPECT_EQ(suspects.of("src/lib.rs", 2), 0);
  EXPECT_EQ(suspects.of("src/lib.rs", 9), 0);
  EXPECT_EQ(project.get("src/lib.rs"), before);
}

TEST(PythonLab, ConstantsOfModulesAndClassesAreTriedInPlace) {
  io::Loop loop;
  FakeProject project(loop);
  project.put("limits.py", "LIMIT = 10\n\n\nclass Box:\n    size = 3\n\n    def fits(self, n):\n        return n <= self.size\n");
  project.put("use.py", "from limits import LIMIT, Box\n\n\ndef good(n):\n    return n <= LIMIT and Box().fits(n)\n");
  project.put("test_use.py",
              "import unittest\nimport use\nimport limits\n\n\nclass T(unittest.TestCase):\n    def test_a(self):\n        self.assertTrue(limits.Box().fits(4))\n"
              "        self.assertFalse(limits.Box().fits(5))\n\n    def test_b(self):\n        self.assertTrue(use.good(2))\n        self.assertEqual(limits.Box.size, 4)\n");
  const auto done = repaired(loop, project);
  EXPECT_NE(after_of(done.outcome).find("size = 4"), std::string::npos) << after_of(done.outcome) << done.error;
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
