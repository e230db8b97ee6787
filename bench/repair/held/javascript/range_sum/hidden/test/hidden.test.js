const test = require('node:test');
const assert = require('node:assert');
const { range } = require('../range');

test('more', () => {
  assert.deepStrictEqual(range(5, 0, -2), [5, 3, 1]);
  assert.deepStrictEqual(range(0, 5, 2), [0, 2, 4]);
  assert.deepStrictEqual(range(0, 0), []);
});
