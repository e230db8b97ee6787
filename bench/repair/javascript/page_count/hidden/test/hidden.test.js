const test = require('node:test');
const assert = require('node:assert');
const { pageCount, page } = require('../pages');

test('more', () => {
  assert.strictEqual(pageCount(1, 5), 1);
  assert.strictEqual(pageCount(99, 10), 10);
  assert.strictEqual(pageCount(100, 10), 10);
});
