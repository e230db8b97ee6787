const test = require('node:test');
const assert = require('node:assert');
const { delay, delays, retry } = require('../backoff');

test('delays', () => {
  for (const base of [1, 50]) {
    for (const factor of [1, 2, 3]) {
      let want = base;
      for (let attempt = 1; attempt < 12; attempt++) {
        assert.strictEqual(delay(attempt, { base, factor, most: 5000 }), Math.min(5000, want));
        want *= factor;
      }
    }
  }
  assert.deepStrictEqual(delays({ tries: 1 }), []);
  assert.deepStrictEqual(delays({ tries: 7, most: 900 }), [100, 200, 400, 800, 900, 900]);
});
test('tries and sleeps', async () => {
  for (let tries = 1; tries < 6; tries++) {
    let calls = 0;
    const slept = [];
    await assert.rejects(retry(() => { calls++; throw new Error('x'); }, async (ms) => { slept.push(ms); }, { tries }), /x/);
    assert.strictEqual(calls, tries);
    assert.deepStrictEqual(slept, delays({ tries }));
  }
});
