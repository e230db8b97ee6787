const test = require('node:test');
const assert = require('node:assert');
const { Heap, largest } = require('../heap');

function drain(heap) {
  const out = [];
  while (heap.size > 0) out.push(heap.pop());
  return out;
}

test('empty', () => {
  const heap = new Heap();
  assert.strictEqual(heap.pop(), undefined);
  assert.strictEqual(heap.peek(), undefined);
});
test('two', () => {
  const heap = new Heap();
  heap.push(2);
  heap.push(1);
  assert.strictEqual(heap.peek(), 1);
  assert.deepStrictEqual(drain(heap), [1, 2]);
});
test('many', () => {
  const heap = new Heap();
  for (const n of [1, 2, 6, 4, 5, 8, 7]) heap.push(n);
  assert.deepStrictEqual(drain(heap), [1, 2, 4, 5, 6, 7, 8]);
});
test('own order', () => {
  const heap = new Heap((a, b) => a.due > b.due);
  heap.push({ due: 1 });
  heap.push({ due: 3 });
  assert.strictEqual(heap.pop().due, 3);
});
test('largest', () => {
  assert.deepStrictEqual(largest([3, 9, 4, 1], 2), [9, 4]);
  assert.deepStrictEqual(largest([], 2), []);
});
