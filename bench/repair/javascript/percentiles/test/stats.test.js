const test = require('node:test');
const assert = require('node:assert');
const { mean, median, percentile, summary } = require('../stats');

test('mean', () => {
  assert.strictEqual(mean([1, 2, 6]), 3);
  assert.ok(Number.isNaN(mean([])));
});
test('median of small numbers', () => {
  assert.strictEqual(median([3, 1, 2]), 2);
  assert.strictEqual(median([4, 1, 3, 2]), 2.5);
});
test('leaves its input alone', () => {
  const values = [3, 1, 2];
  median(values);
  assert.deepStrictEqual(values, [3, 1, 2]);
});
test('percentile', () => {
  assert.strictEqual(percentile([5, 15, 100, 20], 50), 15);
  assert.strictEqual(percentile([5, 15, 100, 20], 100), 100);
});
test('summary', () => {
  assert.deepStrictEqual(summary([2, 2, 2]), { count: 3, mean: 2, median: 2, p90: 2 });
});
