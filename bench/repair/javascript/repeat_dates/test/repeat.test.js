const test = require('node:test');
const assert = require('node:assert');
const { series } = require('../repeat');

test('daily', () => {
  assert.deepStrictEqual(series('2023-02-27', { unit: 'day', count: 3 }), ['2023-02-27', '2023-02-28', '2023-03-01']);
});
test('every second week', () => {
  assert.deepStrictEqual(series('2024-12-20', { unit: 'week', every: 2, until: '2025-01-17' }),
    ['2024-12-20', '2025-01-03', '2025-01-17']);
});
test('monthly', () => {
  assert.deepStrictEqual(series('2024-11-15', { unit: 'month', count: 3 }), ['2024-11-15', '2024-12-15', '2025-01-15']);
});
test('the end of the month', () => {
  assert.deepStrictEqual(series('2024-01-31', { unit: 'month', count: 4 }),
    ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30']);
});
test('exceptions', () => {
  assert.deepStrictEqual(series('2024-01-01', { unit: 'day', count: 3, except: ['2024-01-02'] }), ['2024-01-01', '2024-01-03']);
});
test('errors', () => {
  assert.throws(() => series('2024-01-01', { unit: 'day' }), RangeError);
  assert.throws(() => series('1.1.2024', { unit: 'day', count: 1 }), SyntaxError);
  assert.throws(() => series('2024-01-01', { unit: 'hour', count: 2 }), TypeError);
});
