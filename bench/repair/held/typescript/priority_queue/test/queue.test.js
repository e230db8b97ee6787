const test = require('node:test');
const assert = require('node:assert');
const { PriorityQueue } = require('../dist/queue');

function drain(priorities) {
  const queue = new PriorityQueue();
  for (const p of priorities) queue.push('x' + p, p);
  const out = [];
  while (queue.size > 0) out.push(Number(queue.pop().slice(1)));
  return out;
}

test('sorted input', () => assert.deepStrictEqual(drain([1, 2, 3]), [1, 2, 3]));
test('reversed input', () => assert.deepStrictEqual(drain([5, 4, 3, 2, 1]), [1, 2, 3, 4, 5]));
test('mixed', () => assert.deepStrictEqual(drain([3, 9, 4, 8, 1, 7, 2]), [1, 2, 3, 4, 7, 8, 9]));
test('empty', () => assert.strictEqual(new PriorityQueue().pop(), undefined));
