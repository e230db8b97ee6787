import test from 'node:test';
import assert from 'node:assert';
import { box, make, set, show, transpose } from '../grid.js';

test('make', () => {
  assert.strictEqual(show(make(3, 2)), '...\n...');
  assert.strictEqual(show(make(1, 1, '#')), '#');
});
test('set', () => {
  const grid = make(3, 2);
  set(grid, 1, 0, 'x');
  assert.strictEqual(show(grid), '.x.\n...');
});
test('set outside', () => assert.throws(() => set(make(2, 2), 2, 0, 'x'), RangeError));
test('box over everything', () => {
  const grid = make(2, 2);
  box(grid, -1, -1, 5, 5, '#');
  assert.strictEqual(show(grid), '##\n##');
});
test('transpose', () => {
  assert.deepStrictEqual(transpose([[1, 2, 3], [4, 5, 6]]), [[1, 4], [2, 5], [3, 6]]);
});
