const test = require('node:test');
const assert = require('node:assert');
const { split } = require('../money');

test('more', () => {
  assert.deepStrictEqual(split(11, 4), [3, 3, 3, 2]);
  assert.deepStrictEqual(split(0, 2), [0, 0]);
});
