import test from 'node:test';
import assert from 'node:assert';
import { parseRange, respond, RangeNotSatisfiable } from '../ranges.js';

test('first bytes', () => {
  assert.deepStrictEqual(parseRange('bytes=0-4', 10), [{ start: 0, end: 4 }]);
  assert.deepStrictEqual(parseRange('bytes=6-', 10), [{ start: 6, end: 9 }]);
  assert.deepStrictEqual(parseRange('bytes=6-100', 10), [{ start: 6, end: 9 }]);
});
test('last bytes', () => {
  assert.deepStrictEqual(parseRange('bytes=-3', 10), [{ start: 7, end: 9 }]);
});
test('more last bytes than there are', () => {
  const answer = respond('bytes=-100', 'hello world');
  assert.strictEqual(answer.status, 206);
  assert.strictEqual(answer.headers['content-range'], 'bytes 0-10/11');
  assert.deepStrictEqual(answer.parts, ['hello world']);
});
test('several are merged', () => {
  assert.deepStrictEqual(parseRange('bytes=5-6, 0-1, 2-3', 10), [{ start: 0, end: 3 }, { start: 5, end: 6 }]);
});
test('ignored', () => {
  for (const header of [undefined, 'lines=1-2', 'bytes=', 'bytes=5-2', 'bytes=a-b']) {
    assert.strictEqual(parseRange(header, 10), null);
  }
});
test('not satisfiable', () => {
  assert.throws(() => parseRange('bytes=10-', 10), (e) => e instanceof RangeNotSatisfiable && e.contentRange === 'bytes */10');
});
