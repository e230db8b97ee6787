import test from 'node:test';
import assert from 'node:assert';
import { Draft } from '../drafts.js';

test('set and get', () => {
  const draft = new Draft({ title: 'a' });
  draft.set('title', 'b');
  assert.strictEqual(draft.get('title'), 'b');
});
test('undo brings the old text back', () => {
  const draft = new Draft({ title: 'a' });
  draft.set('title', 'b');
  draft.set('title', 'c');
  assert.ok(draft.undo());
  assert.strictEqual(draft.get('title'), 'b');
  assert.ok(draft.undo());
  assert.strictEqual(draft.get('title'), 'a');
  assert.ok(!draft.undo());
});
test('the same value is no step', () => {
  const draft = new Draft({ title: 'a' });
  draft.set('title', 'a');
  assert.strictEqual(draft.steps, 0);
});
test('redo', () => {
  const draft = new Draft();
  draft.set('x', 1);
  draft.undo();
  assert.ok(draft.redo());
  assert.strictEqual(draft.get('x'), 1);
  assert.ok(!draft.redo());
});
test('dirty', () => {
  const draft = new Draft({ a: 1, b: 2 });
  draft.set('b', 3);
  draft.clear('a');
  assert.deepStrictEqual(draft.dirty(), ['a', 'b']);
  draft.save();
  assert.deepStrictEqual(draft.dirty(), []);
});
test('does not touch what it was given', () => {
  const fields = { a: 1 };
  new Draft(fields).set('a', 2);
  assert.strictEqual(fields.a, 1);
});
