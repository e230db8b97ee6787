import test from 'node:test';
import assert from 'node:assert';
import { Emitter } from '../emitter.mjs';

test('mixes of on and once', () => {
  for (let bits = 0; bits < 32; bits++) {
    const seen = [];
    const emitter = new Emitter();
    for (let i = 0; i < 5; i++) emitter[(bits >> i) & 1 ? 'once' : 'on']('x', () => seen.push(i));
    emitter.emit('x');
    assert.deepStrictEqual(seen, [0, 1, 2, 3, 4]);
    const left = [0, 1, 2, 3, 4].filter((i) => !((bits >> i) & 1));
    assert.strictEqual(emitter.count('x'), left.length);
    seen.length = 0;
    assert.strictEqual(emitter.emit('x'), left.length > 0);
    assert.deepStrictEqual(seen, left);
  }
});
test('added while emitting is for the next time', () => {
  const emitter = new Emitter();
  const seen = [];
  emitter.on('x', () => { seen.push('a'); if (seen.length < 2) emitter.on('x', () => seen.push('b')); });
  emitter.emit('x');
  assert.deepStrictEqual(seen, ['a']);
  emitter.emit('x');
  assert.deepStrictEqual(seen, ['a', 'a', 'b']);
});
test('once that emits again', () => {
  const emitter = new Emitter();
  let calls = 0;
  emitter.once('x', () => { calls++; emitter.emit('x'); });
  emitter.emit('x');
  assert.strictEqual(calls, 1);
  emitter.off('nothing', () => {});
});
