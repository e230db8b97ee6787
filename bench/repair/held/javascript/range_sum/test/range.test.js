const test = require('node:test');
const assert = require('node:assert');
const { range } = require('../range');

test('up', () => {
  assert.deepStrictEqual(range(0, 3), [0, 1, 2]);
});
test('down', () => {
  assert.deepStrictEqual(range(3, 0, -1), [3, 2, 1]);
});
