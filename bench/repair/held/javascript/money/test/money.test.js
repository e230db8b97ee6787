const test = require('node:test');
const assert = require('node:assert');
const { split } = require('../money');

test('adds up', () => {
  assert.deepStrictEqual(split(10, 3), [4, 3, 3]);
});
test('even', () => {
  assert.deepStrictEqual(split(9, 3), [3, 3, 3]);
});
