const test = require('node:test');
const assert = require('node:assert');
const { groupBy, countBy } = require('../group');

test('groups', () => {
  assert.deepStrictEqual(groupBy([1, 2, 3], (x) => (x % 2 ? 'odd' : 'even')), { odd: [1, 3], even: [2] });
});
test('counts', () => {
  assert.deepStrictEqual(countBy(['a', 'bb', 'c'], (x) => x.length), { 1: 2, 2: 1 });
});
