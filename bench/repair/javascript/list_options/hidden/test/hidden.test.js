const test = require('node:test');
const assert = require('node:assert');
const { list, options } = require('../list');

test('all windows', () => {
  const items = Array.from({ length: 25 }, (_, i) => ({ n: (i * 7) % 25 }));
  for (let offset = 0; offset < 27; offset++) {
    for (const limit of [0, 1, 5, 19, 20, 30, undefined, null]) {
      const want = Array.from({ length: 25 }, (_, i) => i).slice(offset, offset + (limit ?? 20));
      const out = list(items, 'n', { offset, limit });
      assert.deepStrictEqual(out.items.map((i) => i.n), want);
      assert.strictEqual(out.total, 25);
      assert.strictEqual(out.more, offset + (limit ?? 20) < 25);
    }
  }
});
test('options', () => {
  assert.deepStrictEqual(options({ limit: 0, offset: 0, order: '' }), { offset: 0, limit: 0, order: 'asc' });
  assert.throws(() => list([], 'x', { limit: -1 }), RangeError);
});
