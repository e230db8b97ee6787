const test = require('node:test');
const assert = require('node:assert');
const { parse } = require('../query');

test('more', () => {
  assert.deepStrictEqual(parse('x=a%20b&y=1=2'), { x: 'a b', y: '1=2' });
  assert.deepStrictEqual(parse(''), {});
});
