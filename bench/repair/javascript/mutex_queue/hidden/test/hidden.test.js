const test = require('node:test');
const assert = require('node:assert');
const { Mutex } = require('../mutex');

const tick = () => new Promise((resolve) => setImmediate(resolve));

test('mixes of errors and values', async () => {
  for (let bits = 0; bits < 16; bits++) {
    const mutex = new Mutex();
    let running = 0;
    const log = [];
    const runs = [0, 1, 2, 3].map((i) => mutex.run(async () => {
      assert.strictEqual(++running, 1);
      log.push(i);
      await tick();
      running--;
      if ((bits >> i) & 1) throw new Error('e' + i);
      return i;
    }));
    assert.ok(!mutex.idle);
    const out = await Promise.allSettled(runs);
    out.forEach((r, i) => {
      if ((bits >> i) & 1) assert.strictEqual(r.reason.message, 'e' + i);
      else assert.strictEqual(r.value, i);
    });
    assert.deepStrictEqual(log, [0, 1, 2, 3]);
    assert.ok(mutex.idle);
    assert.strictEqual(await mutex.run(() => 'later'), 'later');
  }
});
