const test = require('node:test');
const assert = require('node:assert');
const { seconds } = require('../duration');

test('more', () => {
  assert.strictEqual(seconds('1h1m1s'), 3661);
  assert.strictEqual(seconds(''), 0);
});
