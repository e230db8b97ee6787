const test = require('node:test');
const assert = require('node:assert');
const { compare, newest, satisfies } = require('../semver');

test('compares', () => {
  assert.strictEqual(compare('1.2.3', '1.2.3'), 0);
  assert.strictEqual(compare('1.2.3', '1.3.0'), -1);
  assert.strictEqual(compare('2.0.0', '1.9.9'), 1);
});
test('two digits', () => {
  assert.strictEqual(compare('1.10.0', '1.9.0'), 1);
});
test('pre-releases', () => {
  assert.strictEqual(compare('1.0.0-alpha', '1.0.0-beta'), -1);
  assert.strictEqual(compare('1.0.0', '1.0.0-rc'), 1);
});
test('newest', () => assert.strictEqual(newest(['0.1.0', 'v0.3.0', '0.2.9']), 'v0.3.0'));
test('satisfies', () => {
  assert.ok(satisfies('1.4.0', '^1.2.0'));
  assert.ok(!satisfies('2.0.0', '^1.2.0'));
});
test('bad', () => assert.throws(() => compare('1.2', '1.2.0'), TypeError));
