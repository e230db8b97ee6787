const test = require('node:test');
const assert = require('node:assert');
const { isPlain, merge } = require('../merge');

test('more', () => {
  assert.strictEqual(isPlain(1), false);
  assert.deepStrictEqual(merge({ a: null }, { a: { b: 1 } }), { a: { b: 1 } });
});
