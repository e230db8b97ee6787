const test = require('node:test');
const assert = require('node:assert');
const { series } = require('../repeat');

test('thirtieth', () => {
  assert.deepStrictEqual(series('2023-01-30', { unit: 'month', count: 5 }),
    ['2023-01-30', '2023-02-28', '2023-03-30', '2023-04-30', '2023-05-30']);
});
test('29 February each year', () => {
  assert.deepStrictEqual(series('2024-02-29', { unit: 'year', count: 5 }),
    ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']);
});
test('a last day that is not the 31st stays', () => {
  assert.deepStrictEqual(series('2024-02-29', { unit: 'month', count: 3 }), ['2024-02-29', '2024-03-29', '2024-04-29']);
  assert.deepStrictEqual(series('2023-04-30', { unit: 'month', every: 2, count: 3 }), ['2023-04-30', '2023-06-30', '2023-08-30']);
});
test('over the year', () => {
  assert.deepStrictEqual(series('2023-10-31', { unit: 'month', every: 1, until: '2024-03-31' }),
    ['2023-10-31', '2023-11-30', '2023-12-31', '2024-01-31', '2024-02-29', '2024-03-31']);
});
