const test = require('node:test');
const assert = require('node:assert');
const { Memo } = require('../dist/memo');

test('at the very end', () => {
  let now = 0;
  const memo = new Memo((key) => key, 10, () => now);
  for (const key of [1, 2, 3]) memo.get(key);
  assert.strictEqual(memo.sweep(), 0);
  now = 10;
  assert.strictEqual(memo.sweep(), 3);
  assert.strictEqual(memo.sweep(), 0);
  memo.get(1);
  assert.strictEqual(memo.hits, 0);
  now = 19;
  assert.strictEqual(memo.sweep(), 0);
  now = 21;
  assert.strictEqual(memo.sweep(), 1);
});
