import test from 'node:test';
import assert from 'node:assert';
import { mapLimit, settleLimit } from '../pool.js';

const later = (value) => new Promise((resolve) => setImmediate(() => resolve(value)));

test('keeps the order', async () => {
  const out = await mapLimit([3, 1, 2], 2, async (n) => { await later(); return n * 10; });
  assert.deepStrictEqual(out, [30, 10, 20]);
});
test('nothing to do', async () => {
  assert.deepStrictEqual(await mapLimit([], 3, later), []);
});
test('bad limit', async () => {
  await assert.rejects(mapLimit([1], 0, later), RangeError);
});
test('settles', async () => {
  const out = await settleLimit(['a', 'b'], 2, async (name) => {
    await later();
    if (name === 'a') throw new Error('no ' + name);
    return name;
  });
  assert.strictEqual(out[0].ok, false);
  assert.strictEqual(out[0].error.message, 'no a');
  assert.deepStrictEqual(out[1], { ok: true, value: 'b' });
});
