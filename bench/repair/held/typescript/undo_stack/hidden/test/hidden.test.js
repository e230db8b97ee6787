const test = require('node:test');
const assert = require('node:assert');
const { Undoable } = require('../dist/undo');

test('the same value changes nothing', () => {
  const text = new Undoable('a');
  text.set('b');
  text.undo();
  text.set('a');
  assert.ok(text.redo());
  assert.strictEqual(text.value, 'b');
});
test('far back', () => {
  const number = new Undoable(0);
  for (const n of [1, 2, 3, 4, 5]) number.set(n);
  number.undo();
  number.undo();
  number.undo();
  number.set(9);
  assert.ok(!number.redo());
  const seen = [];
  while (number.undo()) seen.push(number.value);
  assert.deepStrictEqual(seen, [2, 1, 0]);
  while (number.redo());
  assert.strictEqual(number.value, 9);
});
