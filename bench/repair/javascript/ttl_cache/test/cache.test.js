const test = require('node:test');
const assert = require('node:assert');
const { TtlCache } = require('../cache');

function make(ttl) {
  const clock = { at: 1000 };
  return { clock, cache: new TtlCache(ttl, () => clock.at) };
}

test('get and set', () => {
  const { cache } = make(100);
  cache.set('a', 1);
  assert.strictEqual(cache.get('a'), 1);
  assert.strictEqual(cache.get('b'), undefined);
  assert.deepStrictEqual([cache.hits, cache.misses], [1, 1]);
});
test('expires', () => {
  const { clock, cache } = make(100);
  cache.set('a', 1);
  clock.at += 100;
  assert.strictEqual(cache.get('a'), undefined);
  assert.strictEqual(cache.size, 0);
});
test('own ttl', () => {
  const { clock, cache } = make(100);
  cache.set('short', 1, 10).set('long', 2, 1000);
  clock.at += 500;
  assert.strictEqual(cache.purge(), 1);
  assert.strictEqual(cache.get('long'), 2);
});
test('purge nothing', () => {
  const { cache } = make(5);
  cache.set('x', 1);
  assert.strictEqual(cache.purge(), 0);
});
