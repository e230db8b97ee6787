import test from 'node:test';
import assert from 'node:assert';
import { chunks, range, take, zip } from '../range.js';

test('chunks', () => {
  for (let n = 0; n < 20; n++) {
    for (let size = 1; size < 9; size++) {
      const all = Array.from({ length: n }, (_, i) => i);
      const want = [];
      for (let at = 0; at < n; at += size) want.push(all.slice(at, at + size));
      assert.deepStrictEqual([...chunks(all, size)], want);
    }
  }
});
test('ranges', () => {
  for (let a = -3; a < 4; a++) {
    for (let b = -3; b < 4; b++) {
      for (const step of [1, 2, -1, -2]) {
        const want = [];
        for (let k = 0; k < 10; k++) if (step > 0 ? a + k * step < b : a + k * step > b) want.push(a + k * step);
        assert.deepStrictEqual([...range(a, b, step)], want);
      }
    }
  }
  assert.deepStrictEqual([...take([1, 2], 0)], []);
  assert.deepStrictEqual([...take([1, 2], 5)], [1, 2]);
  assert.deepStrictEqual([...zip()], []);
});
