const test = require('node:test');
const assert = require('node:assert');
const { throttle, Window } = require('../dist/throttle');

test('steps', () => {
  for (const wait of [0, 1, 10, 25]) {
    for (const step of [1, 3, 10, 24, 25, 60]) {
      let now = 0;
      const seen = [];
      const call = throttle((a, b) => seen.push([a, b]), wait, () => now);
      let next = 0;
      const want = [];
      for (; now < 300; now += step) {
        const due = now >= next;
        if (due) {
          want.push([now, 'x']);
          next = now + wait;
        }
        assert.strictEqual(call(now, 'x'), due);
      }
      assert.deepStrictEqual(seen, want);
    }
  }
});
test('a throwing job counts', () => {
  let now = 0;
  let calls = 0;
  const call = throttle(() => { calls++; throw new Error('x'); }, 10, () => now);
  assert.throws(call, /x/);
  assert.strictEqual(call(), false);
  assert.strictEqual(calls, 1);
});
test('window', () => {
  let now = 0;
  const window = new Window(10, 3, () => now);
  const out = [];
  for (; now < 30; now += 2) out.push(window.hit());
  assert.deepStrictEqual(out, [true, true, true, false, false, true, true, true, false, false, true, true, true, false, false]);
});
