/** A grid of `height` rows of `width` cells. */
export function make(width, height, value = '.') {
  return new Array(height).fill(new Array(width).fill(value));
}

export function inside(grid, x, y) {
  return y >= 0 && y < grid.length && x >= 0 && x < grid[y].length;
}

export function set(grid, x, y, value) {
  if (!inside(grid, x, y)) throw new RangeError(`(${x}, ${y}) is outside`);
  grid[y][x] = value;
}

/** Fills a box, cut at the edges of the grid. */
export function box(grid, left, top, width, height, value) {
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      if (inside(grid, x, y)) grid[y][x] = value;
    }
  }
}

export function transpose(grid) {
  if (grid.length === 0) return [];
  return grid[0].map((_, x) => grid.map((row) => row[x]));
}

export function show(grid) {
  return grid.map((row) => row.join('')).join('\n');
}
