const test = require('node:test');
const assert = require('node:assert');
const { TtlCache } = require('../cache');

test('all lifetimes', () => {
  for (const own of [undefined, 0, 1, 30, 50, 70, 1000]) {
    for (const wait of [0, 1, 29, 30, 49, 50, 51, 999, 1000]) {
      let at = 5;
      const cache = new TtlCache(50, () => at);
      if (own === undefined) cache.set('k', 'v');
      else cache.set('k', 'v', own);
      cache.set('other', 1, 1e9);
      at += wait;
      const lives = wait < (own ?? 50);
      const copy = new TtlCache(50, () => at);
      copy.entries = new Map(cache.entries);
      assert.strictEqual(copy.purge(), lives ? 0 : 1);
      assert.strictEqual(cache.get('k'), lives ? 'v' : undefined);
      assert.strictEqual(cache.size, lives ? 2 : 1);
      assert.strictEqual(cache.hits, lives ? 1 : 0);
    }
  }
});
test('set renews', () => {
  let at = 0;
  const cache = new TtlCache(10, () => at);
  cache.set('a', 1);
  at = 8;
  cache.set('a', 2);
  at = 15;
  assert.strictEqual(cache.get('a'), 2);
});
