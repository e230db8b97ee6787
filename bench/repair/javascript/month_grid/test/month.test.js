import test from 'node:test';
import assert from 'node:assert';
import { daysIn, show, weekday, weeks } from '../month.js';

test('days', () => {
  assert.strictEqual(daysIn(2024, 2), 29);
  assert.strictEqual(daysIn(2023, 12), 31);
});
test('sunday', () => assert.strictEqual(weekday(2023, 1, 1), 6));
test('monday', () => assert.strictEqual(weekday(2023, 5, 1), 0));
test('weeks', () => {
  assert.deepStrictEqual(weeks(2023, 10)[0], [0, 0, 0, 0, 0, 0, 1]);
  assert.strictEqual(weeks(2023, 10).length, 6);
});
test('show', () => {
  assert.strictEqual(show(2021, 2), 'Mo Tu We Th Fr Sa Su\n 1  2  3  4  5  6  7\n 8  9 10 11 12 13 14\n15 16 17 18 19 20 21\n22 23 24 25 26 27 28');
});
