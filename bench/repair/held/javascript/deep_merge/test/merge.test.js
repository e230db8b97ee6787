const test = require('node:test');
const assert = require('node:assert');
const { isPlain, merge } = require('../merge');

test('merges', () => {
  assert.deepStrictEqual(merge({ a: { x: 1 } }, { a: { y: 2 }, b: 3 }), { a: { x: 1, y: 2 }, b: 3 });
});
test('arrays are replaced', () => {
  assert.deepStrictEqual(merge({ a: [1, 2] }, { a: [3] }), { a: [3] });
});
test('null', () => {
  assert.strictEqual(isPlain(null), false);
  assert.strictEqual(isPlain([]), false);
  assert.strictEqual(isPlain({}), true);
});
