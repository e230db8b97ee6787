import test from 'node:test';
import assert from 'node:assert';
import { Emitter } from '../emitter.mjs';

test('on and emit', () => {
  const seen = [];
  const emitter = new Emitter().on('a', (x, y) => seen.push(x + y));
  assert.strictEqual(emitter.emit('a', 1, 2), true);
  assert.strictEqual(emitter.emit('b'), false);
  assert.deepStrictEqual(seen, [3]);
});
test('once', () => {
  let calls = 0;
  const emitter = new Emitter().once('a', () => calls++);
  emitter.emit('a');
  emitter.emit('a');
  assert.strictEqual(calls, 1);
  assert.strictEqual(emitter.count('a'), 0);
});
test('off', () => {
  const listener = () => assert.fail('called');
  const emitter = new Emitter().once('a', listener).off('a', listener);
  assert.strictEqual(emitter.emit('a'), false);
});
test('once does not hide the next one', () => {
  const seen = [];
  const emitter = new Emitter();
  emitter.once('a', () => seen.push('once'));
  emitter.on('a', () => seen.push('on'));
  emitter.emit('a');
  assert.deepStrictEqual(seen, ['once', 'on']);
});
