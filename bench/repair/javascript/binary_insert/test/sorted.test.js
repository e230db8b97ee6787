const test = require('node:test');
const assert = require('node:assert');
const { position, insert } = require('../sorted');

test('finds', () => {
  assert.strictEqual(position([1, 3, 5], 4), 2);
  assert.strictEqual(position([], 4), 0);
});
test('inserts', () => {
  assert.deepStrictEqual(insert([1, 2, 2, 3], 2), [1, 2, 2, 2, 3]);
  assert.strictEqual(position([1, 2, 2, 3], 2), 3);
});
