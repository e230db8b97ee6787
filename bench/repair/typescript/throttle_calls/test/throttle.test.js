const test = require('node:test');
const assert = require('node:assert');
const { throttle, Window } = require('../dist/throttle');

test('first call', () => {
  const seen = [];
  const call = throttle((x) => seen.push(x), 100, () => 0);
  assert.strictEqual(call('a'), true);
  assert.strictEqual(call('b'), false);
  assert.deepStrictEqual(seen, ['a']);
});
test('after the wait', () => {
  let now = 0;
  const call = throttle(() => {}, 100, () => now);
  call();
  now = 100;
  assert.strictEqual(call(), true);
});
test('dropped calls do not count', () => {
  let now = 0;
  const call = throttle(() => {}, 100, () => now);
  const out = [0, 60, 120, 180, 240].map((at) => { now = at; return call(); });
  assert.deepStrictEqual(out, [true, false, true, false, true]);
});
test('window', () => {
  let now = 5;
  const window = new Window(10, 2, () => now);
  assert.deepStrictEqual([window.hit(), window.hit(), window.hit()], [true, true, false]);
  now = 15;
  assert.strictEqual(window.hit(), true);
  assert.strictEqual(window.left(), 1);
});
