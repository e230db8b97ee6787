const test = require('node:test');
const assert = require('node:assert');
const { around, paginate } = require('../dist/paginate');

test('first page', () => {
  const page = paginate(['a', 'b', 'c', 'd', 'e'], 1, 2);
  assert.deepStrictEqual(page, { items: ['a', 'b'], number: 1, pages: 3, hasNext: true });
});
test('last page', () => assert.deepStrictEqual(paginate(['a', 'b', 'c'], 9, 2).items, ['c']));
test('around', () => assert.deepStrictEqual(around(2, 9, 2), [1, 2, 3, 4]));
