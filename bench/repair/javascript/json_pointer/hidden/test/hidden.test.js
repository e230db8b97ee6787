const test = require('node:test');
const assert = require('node:assert');
const { parse, format, get } = require('../pointer');

test('escapes', () => {
  assert.deepStrictEqual(parse('/~01'), ['~1']);
  assert.deepStrictEqual(parse('/~001'), ['~01']);
  assert.deepStrictEqual(parse('/~00'), ['~0']);
  assert.deepStrictEqual(parse('/~1~0~1'), ['/~/']);
  assert.deepStrictEqual(parse('/a~1~1b/~0~0'), ['a//b', '~~']);
  assert.strictEqual(get({ '~1': 1, '/': 2 }, '/~01'), 1);
  assert.strictEqual(get({ '~1': 1, '/': 2 }, '/~1'), 2);
});
test('all short keys', () => {
  const letters = ['~', '/', '0', '1', 'a'];
  for (const a of letters) for (const b of letters) for (const c of letters) for (const d of letters) {
    assert.deepStrictEqual(parse(format([a + b, c + d])), [a + b, c + d]);
  }
});
