const test = require('node:test');
const assert = require('node:assert');
const { split } = require('../dist/split');

test('weighted', () => {
  assert.deepStrictEqual(split(1000, { a: 1, b: 2, c: 3 }).map((s) => s.cents), [167, 333, 500]);
  assert.deepStrictEqual(split(0, { a: 1, b: 5 }).map((s) => s.cents), [0, 0]);
  assert.deepStrictEqual(split(10, { a: 9, b: 1 }).map((s) => s.cents), [9, 1]);
});
