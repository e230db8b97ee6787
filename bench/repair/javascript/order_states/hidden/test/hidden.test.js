import test from 'node:test';
import assert from 'node:assert';
import { BadStep, Order } from '../order.js';

test('spent in every state', () => {
  const order = new Order(7).go('paid', 5).go('packed', 9).go('sent', 20).go('returned', 41).go('refunded', 100);
  const want = { new: 3, paid: 4, packed: 11, sent: 21, returned: 59, refunded: 0, delivered: 0 };
  for (const [state, time] of Object.entries(want)) assert.strictEqual(order.spent(state, 2), time);
  assert.ok(order.done);
  assert.ok(!order.can('paid'));
  assert.throws(() => order.go('new'), BadStep);
  assert.strictEqual(order.log.length, 5);
  assert.strictEqual(order.state, 'refunded');
  assert.strictEqual(new Order(1).spent('new', 0), 0);
});
test('bad steps change nothing', () => {
  const order = new Order(1).go('paid', 3);
  assert.throws(() => order.go('delivered', 4), BadStep);
  assert.strictEqual(order.state, 'paid');
  assert.strictEqual(order.log.length, 1);
});
