const test = require('node:test');
const assert = require('node:assert');
const { Heap, largest } = require('../heap');

let seed = 11;
const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; };

test('sorts', () => {
  for (let size = 0; size < 60; size++) {
    const values = Array.from({ length: size }, () => random(30));
    for (const sign of [1, -1]) {
      const heap = new Heap((a, b) => sign * a < sign * b);
      for (const v of values) heap.push(v);
      const out = [];
      while (heap.size > 0) {
        const top = heap.peek();
        assert.strictEqual(heap.pop(), top);
        out.push(top);
      }
      assert.deepStrictEqual(out, [...values].sort((a, b) => sign * (a - b)));
    }
    for (const k of [0, 1, 3, 100]) assert.deepStrictEqual(largest(values, k), [...values].sort((a, b) => b - a).slice(0, k));
  }
});
test('stays a heap', () => {
  const heap = new Heap();
  for (let i = 0; i < 500; i++) {
    if (random(3)) heap.push(random(100));
    else heap.pop();
    heap.items.forEach((v, at) => at === 0 || assert.ok(heap.items[(at - 1) >> 1] <= v));
  }
});
