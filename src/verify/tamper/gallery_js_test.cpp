#include "tamper/gallery.h"

namespace verify {
namespace {

using enum Tampering;

const std::string k_jest = R"(const { add, div } = require('./calc');

describe('calc', () => {
  it('adds', () => {
    expect(add(1, 2)).toBe(3);
    expect(add(-1, 1)).toEqual(0);
  });

  it('divides', async () => {
    expect(() => div(1, 0)).toThrow(RangeError);
    await expect(later(div, 4, 2)).resolves.toBe(2);
    expect(div(1, 3)).toBeCloseTo(0.333, 3);
  }, 5000);

  it.each([
    [1, 1, 2],
    [2, 3, 5],
  ])('adds %i and %i', (a, b, total) => {
    expect(add(a, b)).toBe(total);
  });
});
)";

const std::string k_node = R"(import test from 'node:test';
import assert from 'node:assert';
import { add } from './calc.js';

test('adds', () => {
  assert.strictEqual(add(1, 2), 3);
  assert.deepEqual(add([1], [2]), [1, 2]);
});

test('throws', () => {
  assert.throws(() => add(null), TypeError);
});
)";

ChangedFile jest(std::string_view from, std::string_view to) {
  return edited("src/calc.test.js", k_jest, from, to);
}
ChangedFile node(std::string_view from, std::string_view to) {
  return edited("test/calc.test.mjs", k_node, from, to);
}

TEST(TamperGallery, FindsTricksInJavaScript) {
  expect_found({
      {"skip", test_skipped, {jest("it('adds'", "it.skip('adds'")}},
      {"xit", test_skipped, {jest("it('adds'", "xit('adds'")}},
      {"todo", test_skipped, {jest("it('adds'", "it.todo('adds'")}},
      {"only", test_skipped, {jest("it('divides'", "it.only('divides'")}},
      {"describe.skip", test_skipped, {jest("describe('calc'", "describe.skip('calc'")}},
      {"failing", test_skipped, {jest("it('adds'", "it.failing('adds'")}},
      {"skip option", test_skipped, {node("test('adds', ", "test('adds', { skip: true }, ")}},
      {"t.skip()",
       test_skipped,
       {node("test('adds', () => {", "test('adds', (t) => {\n  t.skip();")}},
      {"deleted",
       test_deleted,
       {node("test('throws', () => {\n  assert.throws(() => add(null), TypeError);\n});\n", "")}},
      {"deleted file", test_file_deleted, {deleted("src/calc.test.js", k_jest)}},
      {"removed", assertion_removed, {jest("    expect(add(1, 2)).toBe(3);\n", "")}},
      {"commented out",
       assertion_removed,
       {jest("    expect(add(1, 2)).toBe(3);\n", "    // expect(add(1, 2)).toBe(3);\n")}},
      {"toBeTruthy",
       assertion_weakened,
       {jest("expect(add(1, 2)).toBe(3)", "expect(add(1, 2)).toBeTruthy()")}},
      {"toBeDefined",
       assertion_weakened,
       {jest("expect(add(1, 2)).toBe(3)", "expect(add(1, 2)).toBeDefined()")}},
      {"not.toBe",
       assertion_weakened,
       {jest("expect(add(1, 2)).toBe(3)", "expect(add(1, 2)).not.toBe(4)")}},
      {"expect.anything", assertion_weakened, {jest("toBe(3)", "toEqual(expect.anything())")}},
      {"itself", assertion_weakened, {jest("toBe(3)", "toBe(add(1, 2))")}},
      {"true is true",
       assertion_weakened,
       {jest("expect(add(1, 2)).toBe(3)", "expect(true).toBe(true)")}},
      {"toThrow()", assertion_weakened, {jest("toThrow(RangeError)", "toThrow()")}},
      {"fewer digits",
       assertion_weakened,
       {jest("toBeCloseTo(0.333, 3)", "toBeCloseTo(0.333, 0)")}},
      {"not awaited", assertion_weakened, {jest("    await expect(later", "    expect(later")}},
      {"caught",
       assertion_weakened,
       {jest("    expect(add(1, 2)).toBe(3);",
             "    try { expect(add(1, 2)).toBe(3); } catch (e) {}")}},
      {"early return",
       assertion_weakened,
       {jest("    expect(add(1, 2)).toBe(3);", "    return;\n    expect(add(1, 2)).toBe(3);")}},
      {"other value", expectation_changed, {jest("toBe(3)", "toBe(-1)")}},
      {"other value in node's assert", expectation_changed, {node("add(1, 2), 3", "add(1, 2), 4")}},
      {"ok for strictEqual",
       assertion_weakened,
       {node("assert.strictEqual(add(1, 2), 3)", "assert.ok(add(1, 2))")}},
      {"throws anything",
       assertion_weakened,
       {node("assert.throws(() => add(null), TypeError)", "assert.throws(() => add(null))")}},
      {"other case", expectation_changed, {jest("[2, 3, 5]", "[2, 3, 6]")}},
      {"case gone", test_deleted, {jest("    [2, 3, 5],\n", "")}},
      {"longer timeout", timeout_raised, {jest("}, 5000);", "}, 500000);")}},
      {"jest.setTimeout",
       timeout_raised,
       {jest("describe('calc'", "jest.setTimeout(100000);\ndescribe('calc'")}},
      {"renamed file",
       test_renamed_away,
       {deleted("src/calc.test.js", k_jest), added("src/calc.old.js", k_jest)}},
      {"a mock",
       assertion_weakened,
       {jest("    expect(add(1, 2)).toBe(3);",
             "    jest.spyOn(calc, 'add').mockReturnValue(3);\n    expect(add(1, 2)).toBe(3);")}},
      {"TypeScript",
       assertion_weakened,
       {edited("src/calc.spec.ts", k_jest, "toBe(3)", "toBeGreaterThan(0)")}},
      {"expect replaced",
       hook_added,
       {added("test/setup.test-env.js", "global.expect = () => ({ toBe() {} });\n")}},
      {"NODE_ENV",
       test_detected,
       {changed("src/calc.js", "exports.add = (a, b) => a - b;\n",
                "exports.add = (a, b) => process.env.NODE_ENV === 'test' ? a + b : a - b;\n")}},
      {"an assertion replaced by the code under test",
       test_detected,
       {changed("src/calc.js", "exports.add = (a, b) => a - b;\n",
                "const assert = require('node:assert');\nassert.strictEqual = () => {};\nexports.add = (a, b) => a - b;\n")}},
      {"typeof jest",
       test_detected,
       {changed("src/calc.js", "exports.add = (a, b) => a - b;\n",
                "exports.add = (a, b) => typeof jest !== 'undefined' ? 3 : a - b;\n")}},
      {"process.exit(0) at import",
       test_detected,
       {changed("src/calc.js", "exports.add = (a, b) => a - b;\n", "process.exit(0);\n")}},
      {"exit handler",
       test_detected,
       {changed("src/calc.js", "exports.add = (a, b) => a - b;\n",
                "process.on('exit', () => { process.exitCode = 0; });\n")}},
  });
}

TEST(TamperGallery, FindsTricksInNpmsConfiguration) {
  const std::string package =
      "{\n  \"scripts\": {\n    \"test\": \"jest\",\n    \"build\": \"tsc\"\n  },\n  "
      "\"dependencies\": {\n    \"a\": \"1.0.0\"\n  }\n}\n";
  const auto scripts = [&](std::string_view to) {
    return edited("package.json", package, "\"test\": \"jest\"", to);
  };
  const std::string config =
      "module.exports = {\n  testMatch: ['**/*.test.js'],\n  testTimeout: 5000,\n};\n";
  expect_found({
      {"the script does nothing",
       check_command_changed,
       {scripts("\"test\": \"echo ok\"")},
       "npm test"},
      {"the script swallows",
       exit_code_swallowed,
       {scripts("\"test\": \"jest || true\"")},
       "npm test"},
      {"passWithNoTests",
       exit_code_swallowed,
       {scripts("\"test\": \"jest --passWithNoTests\"")},
       "npm test"},
      {"a pattern", config_changed, {scripts("\"test\": \"jest -t adds\"")}, "npm test"},
      {"a pretest",
       check_command_changed,
       {scripts("\"pretest\": \"node fix.js\",\n    \"test\": \"jest\"")},
       "npm test"},
      {"testPathIgnorePatterns",
       config_changed,
       {edited("jest.config.js", config, "  testTimeout",
               "  testPathIgnorePatterns: ['calc'],\n  testTimeout")}},
      {"testMatch",
       config_changed,
       {edited("jest.config.js", config, "**/*.test.js", "**/other.test.js")}},
      {"setupFiles",
       hook_added,
       {edited("jest.config.js", config, "  testTimeout",
               "  setupFiles: ['./fake.js'],\n  testTimeout")}},
      {"testTimeout", timeout_raised, {edited("jest.config.js", config, "5000", "500000")}},
      {"a snapshot",
       test_data_changed,
       {changed("src/__snapshots__/calc.test.js.snap", "exports[`a 1`] = `3`;\n",
                "exports[`a 1`] = `4`;\n")}},
  });
  expect_nothing({
      {"a dependency",
       {edited("package.json", package, "\"a\": \"1.0.0\"",
               "\"a\": \"1.0.1\",\n    \"b\": \"2.0.0\"")},
       "npm test"},
      {"a script of another kind",
       {edited("package.json", package, "\"build\": \"tsc\"",
               "\"build\": \"tsc -p .\",\n    \"lint\": \"eslint .\"")},
       "npm test"},
      {"the first test script",
       {changed("package.json",
                "{\n  \"scripts\": {\n    \"test\": \"echo \\\"Error: no test specified\\\" && "
                "exit 1\"\n  }\n}\n",
                "{\n  \"scripts\": {\n    \"test\": \"node --test\"\n  }\n}\n")},
       "npm test"},
      {"a new snapshot",
       {changed("src/__snapshots__/calc.test.js.snap", "exports[`a 1`] = `3`;\n",
                "exports[`a 1`] = `3`;\n\nexports[`b 1`] = `4`;\n")}},
  });
}

TEST(TamperGallery, HasNothingAgainstHonestJavaScript) {
  expect_nothing({
      {"a new test",
       {jest(
           "  it('divides'",
           "  it('adds zero', () => {\n    expect(add(0, 0)).toBe(0);\n  });\n\n  it('divides'")}},
      {"a new case", {jest("    [2, 3, 5],\n", "    [2, 3, 5],\n    [9, 1, 10],\n")}},
      {"function for arrow", {jest("it('adds', () => {", "it('adds', function () {")}},
      {"test for it", {jest("it('adds'", "test('adds'")}},
      {"a title", {jest("it('adds'", "it('adds two numbers'")}},
      {"a group around it",
       {changed(
           "src/a.test.js", "it('a', () => {\n  expect(f(1)).toBe(2);\n});\n",
           "describe('f', () => {\n  it('a', () => {\n    expect(f(1)).toBe(2);\n  });\n});\n")}},
      {"toStrictEqual", {jest("toEqual(0)", "toStrictEqual(0)")}},
      {"double quotes",
       {changed("src/a.test.js", "it('a', () => {\n  expect(f('x')).toBe('y');\n});\n",
                "it(\"a\", () => {\n  expect(f(\"x\")).toBe(\"y\");\n});\n")}},
      {"no semicolons",
       {changed("src/a.test.js", "it('a', () => {\n  expect(f('x')).toBe('y');\n});\n",
                "it('a', () => {\n  expect(f('x')).toBe('y')\n})\n")}},
      {"from assert to expect",
       {changed("src/a.test.js", "it('a', () => {\n  assert.strictEqual(f(1), 2);\n});\n",
                "it('a', () => {\n  expect(f(1)).toBe(2);\n});\n")}},
      {"a renamed file",
       {deleted("src/calc.test.js", k_jest), added("src/calculator.test.js", k_jest)}},
      {"moved to TypeScript",
       {deleted("src/calc.test.js", k_jest), added("src/calc.test.ts", k_jest)}},
      {"an honest exit",
       {changed("bin/cli.js", "run();\n",
                "run().then(() => process.exit(0), () => process.exit(1));\n")}},
  });
}

}  // namespace
}  // namespace verify
