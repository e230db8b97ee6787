const test = require('node:test');
const assert = require('node:assert');
const { wrap } = require('../wrap');

test('wraps', () => {
  assert.deepStrictEqual(wrap('aaa bbb ccc', 7), ['aaa bbb', 'ccc']);
});
test('exact', () => {
  assert.deepStrictEqual(wrap('aa bb', 4), ['aa', 'bb']);
});
