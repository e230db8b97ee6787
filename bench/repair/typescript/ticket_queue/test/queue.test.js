const test = require('node:test');
const assert = require('node:assert');
const { TicketQueue } = require('../dist/queue');
const { Heap } = require('../dist/heap');

const ticket = (id, priority = 'normal') => ({ id, title: `ticket ${id}`, priority });
const drain = (queue) => {
  const ids = [];
  for (let one = queue.next(); one !== undefined; one = queue.next()) ids.push(one.id);
  return ids;
};

test('heap', () => {
  const heap = new Heap((a, b) => a - b);
  for (const n of [5, 2, 8, 1, 9, 3]) heap.push(n);
  const out = [];
  while (heap.size > 0) out.push(heap.pop());
  assert.deepStrictEqual(out, [1, 2, 3, 5, 8, 9]);
});
test('priorities', () => {
  const queue = new TicketQueue();
  queue.add(ticket('a', 'low'));
  queue.add(ticket('b', 'urgent'));
  queue.add(ticket('c', 'normal'));
  assert.deepStrictEqual(drain(queue), ['b', 'c', 'a']);
});
test('first come, first served', () => {
  const queue = new TicketQueue();
  for (const id of ['a', 'b', 'c']) queue.add(ticket(id));
  assert.strictEqual(queue.next().id, 'a');
});
test('twice the same', () => {
  const queue = new TicketQueue();
  assert.ok(queue.add(ticket('a')));
  assert.ok(!queue.add(ticket('a')));
  assert.strictEqual(queue.length, 1);
});
test('closed ones', () => {
  const queue = new TicketQueue();
  queue.add(ticket('a', 'high'));
  queue.add(ticket('b'));
  queue.close('a');
  assert.strictEqual(queue.length, 1);
  assert.deepStrictEqual(drain(queue), ['b']);
});
