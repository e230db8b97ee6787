const test = require('node:test');
const assert = require('node:assert');
const { convert, fromBase, grouped, toBase } = require('../dist/base');

test('as the language does it', () => {
  for (let base = 2; base <= 36; base++) {
    for (const n of [0, 1, 5, 35, 36, 100, 1295, 65535, 123456789, 2 ** 40 + 3]) {
      for (const v of n === 0 ? [0] : [n, -n]) {
        const text = v.toString(base);
        assert.strictEqual(toBase(v, base), text);
        assert.strictEqual(fromBase(text, base), v);
        assert.strictEqual(fromBase(text.toUpperCase(), base), v);
        assert.strictEqual(convert(text.toUpperCase(), base, 10), String(v));
      }
    }
    if (base < 36) assert.throws(() => fromBase(base.toString(36), base), SyntaxError);
  }
  assert.throws(() => toBase(1, 37), RangeError);
  assert.throws(() => fromBase('-', 10), SyntaxError);
  assert.throws(() => fromBase('1-', 10), SyntaxError);
  assert.strictEqual(grouped('ABcd', 2), 'AB cd');
});
