const test = require('node:test');
const assert = require('node:assert');
const { Memo } = require('../dist/memo');

function memo() {
  const made = { now: 0, calls: 0 };
  made.memo = new Memo((key) => key + ++made.calls, 10, () => made.now);
  return made;
}

test('remembers', () => {
  const it = memo();
  assert.strictEqual(it.memo.get('a'), 'a1');
  it.now = 9;
  assert.strictEqual(it.memo.get('a'), 'a1');
  assert.strictEqual(it.memo.hits, 1);
});
test('makes it again', () => {
  const it = memo();
  it.memo.get('a');
  it.now = 10;
  assert.strictEqual(it.memo.get('a'), 'a2');
});
test('sweeps', () => {
  const it = memo();
  it.memo.get('a');
  it.now = 5;
  it.memo.get('b');
  it.now = 12;
  assert.strictEqual(it.memo.sweep(), 1);
  assert.strictEqual(it.memo.get('b'), 'b2');
});
