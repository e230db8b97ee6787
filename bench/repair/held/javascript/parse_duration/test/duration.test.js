const test = require('node:test');
const assert = require('node:assert');
const { seconds } = require('../duration');

test('adds', () => {
  assert.strictEqual(seconds('1h30m'), 5400);
});
test('one', () => {
  assert.strictEqual(seconds('45s'), 45);
});
