const test = require('node:test');
const assert = require('node:assert');
const { median, summarize } = require('../dist/report');

test('medians', () => {
  assert.strictEqual(median([10, 9, 100]), 10);
  assert.strictEqual(median([-5, -10, 3]), -5);
  assert.strictEqual(median([1000, 20, 3, 100]), 60);
  assert.strictEqual(median([0.5, 1e-7, 12]), 0.5);
  assert.strictEqual(median([7]), 7);
  const values = [];
  for (let i = 1; i <= 201; i++) values.push((i * 50) % 201);
  assert.strictEqual(median(values), 100);
  assert.strictEqual(median(values.slice().reverse()), 100);
});
test('the values stay as they are', () => {
  const values = [30, 4, 200];
  assert.strictEqual(summarize(values).median, 30);
  assert.deepStrictEqual(values, [30, 4, 200]);
});
