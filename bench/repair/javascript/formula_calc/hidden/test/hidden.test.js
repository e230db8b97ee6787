const test = require('node:test');
const assert = require('node:assert');
const { evaluate } = require('../calc');

test('right to left', () => {
  assert.strictEqual(evaluate('2 ^ 2 ^ 3'), 256);
  assert.strictEqual(evaluate('(2 ^ 2) ^ 3'), 64);
  assert.strictEqual(evaluate('2 ^ 1 ^ 2 ^ 3'), 2);
  assert.strictEqual(evaluate('4 ^ 3 ^ 0'), 4);
});
test('left to right stays', () => {
  assert.strictEqual(evaluate('1 - 2 + 3 - 4'), -2);
  assert.strictEqual(evaluate('100 / 10 * 2'), 20);
  assert.strictEqual(evaluate('8 - 2 * 3 - 1'), 1);
  assert.strictEqual(evaluate('2 ^ 3 * 2 - 1'), 15);
  assert.strictEqual(evaluate('20 - 2 ^ 2 ^ 2 / 4 - 1'), 15);
  assert.strictEqual(evaluate('-a ^ 2', { a: 3 }), -9);
});
