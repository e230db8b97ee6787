const test = require('node:test');
const assert = require('node:assert');
const { TicketQueue } = require('../dist/queue');

test('stable in each priority', () => {
  const queue = new TicketQueue();
  const levels = ['low', 'normal', 'high', 'urgent'];
  const want = { low: [], normal: [], high: [], urgent: [] };
  for (let i = 0; i < 60; i++) {
    const priority = levels[(i * 7 + (i >> 2)) % 4];
    queue.add({ id: `t${i}`, title: '', priority });
    want[priority].push(`t${i}`);
  }
  const got = [];
  for (let one = queue.next(); one !== undefined; one = queue.next()) got.push(one.id);
  assert.deepStrictEqual(got, [...want.urgent, ...want.high, ...want.normal, ...want.low]);
});
test('mixed with taking', () => {
  const queue = new TicketQueue();
  const add = (id, priority) => queue.add({ id, title: '', priority });
  add('a', 'normal');
  add('b', 'normal');
  assert.strictEqual(queue.next().id, 'a');
  add('c', 'normal');
  add('d', 'high');
  assert.strictEqual(queue.next().id, 'd');
  assert.strictEqual(queue.next().id, 'b');
  assert.strictEqual(queue.next().id, 'c');
  assert.ok(add('a', 'low'));
});
