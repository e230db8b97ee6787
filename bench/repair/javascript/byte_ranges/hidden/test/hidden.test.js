import test from 'node:test';
import assert from 'node:assert';
import { parseRange, respond, RangeNotSatisfiable } from '../ranges.js';

test('suffixes of all lengths', () => {
  for (let n = 1; n < 20; n++) {
    assert.deepStrictEqual(parseRange(`bytes=-${n}`, 8), [{ start: n < 8 ? 8 - n : 0, end: 7 }]);
    assert.deepStrictEqual(respond(`bytes=-${n}`, 'abcdefgh').parts, ['abcdefgh'.slice(-n)]);
  }
});
test('a long suffix beside others', () => {
  assert.deepStrictEqual(parseRange('bytes=1-2,-50', 5), [{ start: 0, end: 4 }]);
  assert.deepStrictEqual(parseRange('bytes=-1', 1), [{ start: 0, end: 0 }]);
  assert.throws(() => parseRange('bytes=-0', 5), RangeNotSatisfiable);
  assert.throws(() => parseRange('bytes=-5', 0), RangeNotSatisfiable);
});
