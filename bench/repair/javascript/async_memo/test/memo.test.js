const test = require('node:test');
const assert = require('node:assert');
const { AsyncCache } = require('../memo');

function counting(failures = 0) {
  const calls = [];
  let left = failures;
  const load = async (key) => {
    calls.push(key);
    if (left-- > 0) throw new Error(`no ${key}`);
    return key.toUpperCase();
  };
  return { calls, load };
}

test('loads once', async () => {
  const { calls, load } = counting();
  const cache = new AsyncCache(load);
  assert.strictEqual(await cache.get('a'), 'A');
  assert.strictEqual(await cache.get('a'), 'A');
  assert.deepStrictEqual(calls, ['a']);
  assert.deepStrictEqual([cache.hits, cache.misses], [1, 1]);
});

test('one load for all who wait', async () => {
  const { calls, load } = counting();
  const cache = new AsyncCache(load);
  assert.deepStrictEqual(await cache.getAll(['a', 'b', 'a']), ['A', 'B', 'A']);
  assert.deepStrictEqual(calls, ['a', 'b']);
});

test('only the last ones are kept', async () => {
  const { calls, load } = counting();
  const cache = new AsyncCache(load, 2);
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.get(key);
  assert.deepStrictEqual(calls, ['a', 'b', 'c', 'b']);
});

test('forget', async () => {
  const { calls, load } = counting();
  const cache = new AsyncCache(load);
  await cache.get('a');
  assert.strictEqual(cache.forget('a'), true);
  assert.strictEqual(cache.forget('a'), false);
  await cache.get('a');
  assert.deepStrictEqual(calls, ['a', 'a']);
});

test('errors are passed on', async () => {
  const cache = new AsyncCache(() => {
    throw new TypeError('bad');
  });
  await assert.rejects(cache.get('a'), TypeError);
});

test('tries again after an error', async () => {
  const { calls, load } = counting(1);
  const cache = new AsyncCache(load);
  await assert.rejects(cache.get('a'), /no a/);
  assert.strictEqual(await cache.get('a'), 'A');
  assert.deepStrictEqual(calls, ['a', 'a']);
});
