import test from 'node:test';
import assert from 'node:assert';
import { Draft, LIMIT } from '../drafts.js';

test('each kind of step is undone', () => {
  const draft = new Draft({ a: 1 });
  const states = [draft.toObject()];
  draft.set('b', 2);
  states.push(draft.toObject());
  draft.assign({ a: 5, c: 6 });
  states.push(draft.toObject());
  draft.clear('a');
  states.push(draft.toObject());
  draft.set('b', 9);
  states.push(draft.toObject());
  for (let i = states.length - 1; i > 0; i--) {
    assert.deepStrictEqual(draft.toObject(), states[i]);
    assert.ok(draft.undo());
  }
  assert.deepStrictEqual(draft.toObject(), states[0]);
  for (let i = 1; i < states.length; i++) {
    assert.ok(draft.redo());
    assert.deepStrictEqual(draft.toObject(), states[i]);
  }
  draft.undo();
  draft.undo();
  draft.set('z', 0);
  assert.ok(!draft.redo());
  draft.undo();
  assert.deepStrictEqual(draft.toObject(), states[2]);
});
test('limit', () => {
  const draft = new Draft();
  for (let i = 0; i < LIMIT + 10; i++) draft.set('n', i);
  assert.strictEqual(draft.steps, LIMIT);
  while (draft.undo());
  assert.strictEqual(draft.get('n'), 9);
});
test('saved stays', () => {
  const draft = new Draft({ a: 1 });
  draft.set('a', 2);
  draft.save();
  draft.undo();
  assert.deepStrictEqual(draft.dirty(), ['a']);
  draft.redo();
  assert.deepStrictEqual(draft.dirty(), []);
});
