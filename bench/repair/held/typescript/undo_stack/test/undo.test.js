const test = require('node:test');
const assert = require('node:assert');
const { Undoable } = require('../dist/undo');

test('undo and redo', () => {
  const text = new Undoable('a');
  text.set('b');
  assert.ok(text.undo());
  assert.strictEqual(text.value, 'a');
  assert.ok(text.redo());
  assert.strictEqual(text.value, 'b');
  assert.ok(!text.redo());
});
test('a new value ends the redo', () => {
  const text = new Undoable('a');
  text.set('b');
  text.undo();
  text.set('c');
  assert.ok(!text.redo());
  assert.strictEqual(text.value, 'c');
});
test('limit', () => {
  const number = new Undoable(0, 2);
  for (const n of [1, 2, 3, 4]) number.set(n);
  while (number.undo());
  assert.strictEqual(number.value, 2);
});
