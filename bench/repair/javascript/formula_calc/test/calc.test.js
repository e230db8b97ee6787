const test = require('node:test');
const assert = require('node:assert');
const { evaluate } = require('../calc');

test('levels', () => {
  assert.strictEqual(evaluate('1 + 2 * 3'), 7);
  assert.strictEqual(evaluate('(1 + 2) * 3'), 9);
});
test('left to right', () => {
  assert.strictEqual(evaluate('10 - 4 - 3'), 3);
  assert.strictEqual(evaluate('24 / 4 / 2'), 3);
});
test('powers', () => {
  assert.strictEqual(evaluate('2 * 3 ^ 2'), 18);
  assert.strictEqual(evaluate('2 ^ 3 ^ 2'), 512);
});
test('negative numbers', () => {
  assert.strictEqual(evaluate('-3 + 5'), 2);
  assert.strictEqual(evaluate('(-3) * 2'), -6);
});
test('variables', () => {
  assert.strictEqual(evaluate('width * height', { width: 3, height: 4 }), 12);
  assert.throws(() => evaluate('depth'), ReferenceError);
});
test('errors', () => {
  for (const text of ['1 +', '(1', '1)', '* 2', '1 2', '2 $ 3']) assert.throws(() => evaluate(text), SyntaxError);
});
