const test = require('node:test');
const assert = require('node:assert');
const { compare, latest } = require('../versions');

test('numbers', () => {
  assert.strictEqual(compare('1.2.3', '1.2.3'), 0);
  assert.strictEqual(compare('1.9.0', '1.10.0'), -1);
  assert.strictEqual(compare('v2.0.0', '1.10.0'), 1);
});
test('before a release', () => {
  assert.strictEqual(compare('1.0.0-alpha', '1.0.0'), -1);
  assert.strictEqual(compare('1.0.0-alpha.2', '1.0.0-alpha.10'), -1);
  assert.strictEqual(compare('1.0.0-alpha.1', '1.0.0-alpha.beta'), -1);
});
test('latest', () => {
  assert.strictEqual(latest(['1.0.0', '1.2.0', '1.1.9']), '1.2.0');
});
test('not a version', () => {
  assert.throws(() => compare('1.2', '1.2.3'));
});
