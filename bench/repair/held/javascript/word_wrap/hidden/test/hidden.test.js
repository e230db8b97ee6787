const test = require('node:test');
const assert = require('node:assert');
const { wrap } = require('../wrap');

test('more', () => {
  assert.deepStrictEqual(wrap('a b c d', 3), ['a b', 'c d']);
  assert.deepStrictEqual(wrap('', 5), []);
});
