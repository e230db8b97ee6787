const test = require('node:test');
const assert = require('node:assert');
const { groupBy, countBy } = require('../group');

test('one', () => {
  assert.deepStrictEqual(groupBy([5, 5, 5], (x) => x), { 5: [5, 5, 5] });
  assert.deepStrictEqual(groupBy([], (x) => x), {});
});
