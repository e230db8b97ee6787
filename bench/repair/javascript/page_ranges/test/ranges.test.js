const test = require('node:test');
const assert = require('node:assert');
const { parse, format } = require('../ranges');

test('parses', () => assert.deepStrictEqual(parse('7, 1-3,2'), [1, 2, 3, 7]));
test('open end', () => {
  assert.deepStrictEqual(parse('8-', 10), [8, 9, 10]);
  assert.throws(() => parse('8-'), RangeError);
});
test('bad', () => assert.throws(() => parse('a-b'), SyntaxError));
test('cut at the last page', () => assert.deepStrictEqual(parse('3-9,20', 4), [3, 4]));
test('formats nothing', () => assert.strictEqual(format([]), ''));
test('formats one run', () => assert.strictEqual(format([4, 5, 6]), '4-6'));
test('formats runs', () => assert.strictEqual(format([1, 2, 3, 7, 9, 10]), '1-3,7,9-10'));
