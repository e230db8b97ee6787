const test = require('node:test');
const assert = require('node:assert');
const { pageCount, page } = require('../pages');

test('counts', () => {
  assert.strictEqual(pageCount(10, 5), 2);
  assert.strictEqual(pageCount(11, 5), 3);
  assert.strictEqual(pageCount(0, 5), 0);
});
test('cuts', () => {
  assert.deepStrictEqual(page([1, 2, 3], 1, 2), [3]);
});
