import test from 'node:test';
import assert from 'node:assert';
import { TagIndex } from '../tags.js';

test('against lists', () => {
  const names = ['a', 'b', 'c', 'd'];
  const index = new TagIndex();
  const has = [];
  for (let id = 15; id >= 0; id--) {
    has[id] = names.filter((_, i) => (id >> i) & 1);
    index.add(id, ...has[id].map((n, i) => [n, n.toUpperCase(), ` ${n}\t`][(id + i) % 3]));
  }
  const ids = has.map((_, id) => id);
  for (let bits = 1; bits < 16; bits++) {
    const want = names.filter((_, i) => (bits >> i) & 1);
    const asked = want.map((n, i) => (i % 2 ? n.toUpperCase() + ' ' : n));
    assert.deepStrictEqual(index.withAll(...asked), ids.filter((id) => want.every((n) => has[id].includes(n))));
    assert.deepStrictEqual(index.withAny(...asked), ids.filter((id) => want.some((n) => has[id].includes(n))));
  }
  assert.deepStrictEqual(index.top(9), names.map((n) => [n, 8]));
  assert.deepStrictEqual(index.withAll('a', 'zzz'), []);
});
