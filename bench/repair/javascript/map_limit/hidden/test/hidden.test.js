import test from 'node:test';
import assert from 'node:assert';
import { mapLimit, settleLimit } from '../pool.js';

const later = (value) => new Promise((resolve) => setImmediate(() => resolve(value)));

test('never more than the limit', async () => {
  for (const limit of [1, 2, 3, 10]) {
    let running = 0;
    let most = 0;
    const out = await mapLimit([5, 4, 3, 2, 1], limit, async (n, at) => {
      most = Math.max(most, ++running);
      for (let i = 0; i < n; i++) await later();
      running--;
      return n * 10 + at;
    });
    assert.deepStrictEqual(out, [50, 41, 32, 23, 14]);
    assert.strictEqual(most, Math.min(limit, 5));
    assert.strictEqual(running, 0);
  }
});
test('settle catches all kinds', async () => {
  const out = await settleLimit([0, 1, 2, 3], 2, (n) => {
    if (n === 0) throw new TypeError('now');
    if (n === 1) return later().then(() => { throw new RangeError('later'); });
    return n === 2 ? later('two') : 'three';
  });
  assert.ok(out[0].error instanceof TypeError);
  assert.ok(out[1].error instanceof RangeError);
  assert.deepStrictEqual(out.slice(2), [{ ok: true, value: 'two' }, { ok: true, value: 'three' }]);
});
test('map rejects', async () => {
  await assert.rejects(mapLimit([1, 2], 1, async () => { throw new Error('x'); }), /x/);
});
