const test = require('node:test');
const assert = require('node:assert');
const { clock, overlaps, starts } = require('../dist/slots');

test('all small slots', () => {
  const all = [];
  for (let start = 0; start < 6; start++) for (let end = start + 1; end < 7; end++) all.push({ start, end });
  for (const a of all) {
    for (const b of all) {
      let common = 0;
      for (let t = 0; t < 7; t++) if (t >= a.start && t < a.end && t >= b.start && t < b.end) common++;
      assert.strictEqual(overlaps(a, b), common > 0);
      for (const length of [1, 2, 3]) {
        const want = [];
        for (let s = 0; s + length <= 7; s++) {
          let free = true;
          for (let t = s; t < s + length; t++) if ([a, b].some((o) => t >= o.start && t < o.end)) free = false;
          if (free) want.push(s);
        }
        assert.deepStrictEqual(starts({ start: 0, end: 7 }, [a, b], length, 1), want);
      }
    }
  }
});
test('clock', () => assert.deepStrictEqual([0, 59, 61, 1439].map(clock), ['00:00', '00:59', '01:01', '23:59']));
