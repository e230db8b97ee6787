const test = require('node:test');
const assert = require('node:assert');
const { median, percentile } = require('../stats');

test('shuffled ranges', () => {
  for (let n = 1; n < 40; n++) {
    const values = Array.from({ length: n }, (_, i) => ((i * 41 + 3) % n) - 7).filter((v, i, all) => all.indexOf(v) === i);
    if (values.length !== n) continue;
    assert.strictEqual(median(values), (n - 1) / 2 - 7);
    for (const p of [0, 1, 25, 50, 90, 100]) {
      assert.strictEqual(percentile(values, p), Math.max(1, Math.ceil((p * n) / 100)) - 8);
    }
  }
});
test('mixed sizes', () => {
  assert.strictEqual(median([1000, 9, 80, -5, 0.5]), 9);
  assert.strictEqual(median([10, 9]), 9.5);
  assert.ok(Number.isNaN(median([])));
  assert.ok(Number.isNaN(percentile([], 50)));
  const values = [10, 9, 1];
  percentile(values, 10);
  assert.deepStrictEqual(values, [10, 9, 1]);
});
