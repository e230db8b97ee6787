const test = require('node:test');
const assert = require('node:assert');
const { normalize, summarize } = require('../dist/stats');

test('far below zero', () => {
  assert.strictEqual(summarize([-1e12, -5e11]).most, -5e11);
  assert.strictEqual(summarize([-0.25]).most, -0.25);
  assert.deepStrictEqual(normalize([-30, -20, -10]), [0, 0.5, 1]);
  assert.deepStrictEqual(normalize([-3, -3]), [0, 0]);
});
