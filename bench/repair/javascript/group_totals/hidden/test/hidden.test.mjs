import test from 'node:test';
import assert from 'node:assert';
import { groupBy, totals } from '../totals.mjs';

test('many', () => {
  let seed = 3;
  const random = (n) => { seed = (seed * 48271) % 2147483647; return seed % n; };
  for (let round = 0; round < 50; round++) {
    const rows = Array.from({ length: random(12) }, () => ({ k: 'abc'[random(3)], v: random(40) - 30 }));
    const keys = [...new Set(rows.map((r) => r.k))];
    const want = keys.map((k) => {
      const v = rows.filter((r) => r.k === k).map((r) => r.v);
      const sum = v.reduce((a, b) => a + b, 0);
      return { k, max_v: Math.max(...v), min_v: Math.min(...v), sum_v: sum, average_v: sum / v.length, count: v.length };
    });
    assert.deepStrictEqual(totals(rows, 'k', 'max_v', 'min_v', 'sum_v', 'average_v', 'count'), want);
    assert.deepStrictEqual([...groupBy(rows, 'k').keys()], keys);
  }
});
