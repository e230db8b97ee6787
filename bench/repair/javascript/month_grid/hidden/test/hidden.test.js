import test from 'node:test';
import assert from 'node:assert';
import { daysIn, weekday, weeks } from '../month.js';

test('a run of days', () => {
  let want = 0; // 2018-01-01 was a Monday
  for (let year = 2018; year < 2026; year++) {
    for (let month = 1; month <= 12; month++) {
      const leap = year % 4 === 0;
      const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
      assert.strictEqual(daysIn(year, month), days);
      const rows = weeks(year, month);
      assert.ok(rows.every((row) => row.length === 7));
      assert.ok(rows[0].some((d) => d) && rows[rows.length - 1].some((d) => d));
      assert.deepStrictEqual(rows.flat().filter((d) => d), Array.from({ length: days }, (_, i) => i + 1));
      for (let day = 1; day <= days; day++) {
        assert.strictEqual(weekday(year, month, day), want);
        assert.ok(rows.some((row) => row[want] === day));
        want = want === 6 ? 0 : want + 1;
      }
    }
  }
});
