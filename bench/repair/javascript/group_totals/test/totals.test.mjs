import test from 'node:test';
import assert from 'node:assert';
import { groupBy, totals } from '../totals.mjs';

const sales = [
  { city: 'Rome', price: 10 },
  { city: 'Oslo', price: -5 },
  { city: 'Rome', price: 30 },
  { city: 'Oslo', price: -7 },
];

test('group', () => {
  const groups = groupBy([1, 2, 3], (n) => n % 2);
  assert.deepStrictEqual([...groups], [[1, [1, 3]], [0, [2]]]);
});
test('sum and count', () => {
  assert.deepStrictEqual(totals(sales, 'city', 'sum_price', 'count'), [
    { city: 'Rome', sum_price: 40, count: 2 },
    { city: 'Oslo', sum_price: -12, count: 2 },
  ]);
});
test('largest', () => {
  assert.deepStrictEqual(totals(sales, 'city', 'max_price').map((row) => row.max_price), [30, -5]);
});
test('smallest and average', () => {
  assert.deepStrictEqual(totals(sales.slice(0, 1), 'city', 'min_price', 'average_price'), [{ city: 'Rome', min_price: 10, average_price: 10 }]);
});
test('unknown', () => assert.throws(() => totals(sales, 'city', 'mode_price'), /mode_price/));
