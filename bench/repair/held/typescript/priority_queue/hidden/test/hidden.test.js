const test = require('node:test');
const assert = require('node:assert');
const { PriorityQueue } = require('../dist/queue');

test('many orders', () => {
  let seed = 12345;
  for (let round = 0; round < 200; round++) {
    const queue = new PriorityQueue();
    const all = [];
    for (let i = 0; i < round % 23; i++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      all.push(seed % 50);
      queue.push(seed % 50, seed % 50);
    }
    const out = [];
    while (queue.size > 0) out.push(queue.pop());
    assert.deepStrictEqual(out, all.sort((a, b) => a - b));
  }
});
