const test = require('node:test');
const assert = require('node:assert');
const { convert, fromBase, grouped, toBase } = require('../dist/base');

test('to binary', () => assert.strictEqual(toBase(10, 2), '1010'));
test('to hex', () => assert.strictEqual(toBase(-255, 16), '-ff'));
test('zero', () => assert.strictEqual(toBase(0, 7), '0'));
test('from', () => assert.strictEqual(fromBase('zz', 36), 1295));
test('from upper case', () => assert.strictEqual(fromBase('-FF', 16), -255));
test('bad digits', () => {
  assert.throws(() => fromBase('12', 2), /digit 2 in base 2/);
  assert.throws(() => fromBase('', 2), /no digits/);
  assert.throws(() => fromBase('a b', 16), SyntaxError);
});
test('convert', () => assert.strictEqual(convert('CAFE', 16, 10), '51966'));
test('grouped', () => assert.strictEqual(grouped('1234567', 3, ','), '1,234,567'));
