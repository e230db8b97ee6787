const test = require('node:test');
const assert = require('node:assert');
const { total } = require('../dist/cart');

test('more vouchers', () => {
  const lines = [{ name: 'pen', price: 333, count: 3 }];
  assert.strictEqual(total(lines, { percent: 50, least: 999 }), 500);
  assert.strictEqual(total(lines, { percent: 100, least: 0 }), 0);
  assert.strictEqual(total(lines, { percent: 0, least: 0 }), 999);
  assert.strictEqual(total([], { percent: 10, least: 0 }), 0);
});
