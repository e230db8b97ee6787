const test = require('node:test');
const assert = require('node:assert');
const { parse } = require('../query');

test('pairs', () => {
  assert.deepStrictEqual(parse('?a=1&b=two'), { a: '1', b: 'two' });
});
test('no value', () => {
  assert.deepStrictEqual(parse('a&b='), { a: '', b: '' });
});
