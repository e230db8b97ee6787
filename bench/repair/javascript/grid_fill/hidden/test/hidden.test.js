import test from 'node:test';
import assert from 'node:assert';
import { box, inside, make, set, show, transpose } from '../grid.js';

test('boxes', () => {
  for (let left = -2; left < 5; left++) {
    for (let top = -2; top < 4; top++) {
      for (const [w, h] of [[0, 3], [1, 1], [2, 3], [9, 1]]) {
        const grid = make(4, 3);
        box(grid, left, top, w, h, '#');
        for (let y = 0; y < 3; y++) {
          for (let x = 0; x < 4; x++) {
            const hit = x >= left && x < left + w && y >= top && y < top + h;
            assert.strictEqual(grid[y][x], hit ? '#' : '.');
          }
        }
      }
    }
  }
});
test('every cell on its own', () => {
  for (let y = 0; y < 3; y++) {
    for (let x = 0; x < 4; x++) {
      const grid = make(4, 3);
      set(grid, x, y, '*');
      assert.strictEqual(grid.flat().filter((c) => c === '*').length, 1);
      assert.strictEqual(grid[y][x], '*');
      assert.strictEqual(transpose(grid)[x][y], '*');
    }
  }
});
test('edges', () => {
  assert.deepStrictEqual(make(2, 0), []);
  assert.deepStrictEqual(make(0, 2), [[], []]);
  assert.ok(!inside(make(2, 2), 0, 2));
  assert.deepStrictEqual(transpose([]), []);
});
