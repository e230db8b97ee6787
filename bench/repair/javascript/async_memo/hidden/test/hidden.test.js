const test = require('node:test');
const assert = require('node:assert');
const { AsyncCache } = require('../memo');

const tick = () => new Promise((resolve) => setImmediate(resolve));

test('waits together, fails together', async () => {
  let calls = 0;
  const cache = new AsyncCache(async () => {
    calls += 1;
    await tick();
    if (calls < 3) throw new Error(`e${calls}`);
    return calls;
  });
  for (const n of [1, 2]) {
    const found = await Promise.allSettled([cache.get('k'), cache.get('k'), cache.get('k')]);
    assert.deepStrictEqual(found.map((f) => f.reason && f.reason.message), [`e${n}`, `e${n}`, `e${n}`]);
    await tick();
    assert.strictEqual(cache.entries.size, 0);
  }
  assert.deepStrictEqual(await cache.getAll(['k', 'k']), [3, 3]);
  assert.strictEqual(await cache.get('k'), 3);
  assert.strictEqual(calls, 3);
  assert.strictEqual(cache.entries.size, 1);
});

test('an old failure does not take away a new value', async () => {
  const pending = [];
  const cache = new AsyncCache(() => new Promise((resolve, reject) => pending.push({ resolve, reject })));
  const old = cache.get('k');
  cache.forget('k');
  const young = cache.get('k');
  await tick();
  pending[1].resolve('new');
  assert.strictEqual(await young, 'new');
  pending[0].reject(new Error('old'));
  await assert.rejects(old, /old/);
  await tick();
  assert.strictEqual(await cache.get('k'), 'new');
  assert.strictEqual(pending.length, 2);
});

test('values that are false stay', async () => {
  let calls = 0;
  const cache = new AsyncCache(async () => {
    calls += 1;
    return undefined;
  });
  await cache.get('k');
  await tick();
  await cache.get('k');
  assert.strictEqual(calls, 1);
});
