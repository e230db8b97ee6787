import test from 'node:test';
import assert from 'node:assert';
import { BadStep, Order } from '../order.js';

test('can', () => {
  const order = new Order(1);
  assert.ok(order.can('paid'));
  assert.ok(!order.can('sent'));
});
test('bad step', () => {
  assert.throws(() => new Order(1).go('sent'), BadStep);
  assert.throws(() => new Order(1).go('sent'), /from new to sent/);
});
test('done', () => {
  assert.strictEqual(new Order(1).go('paid', 1).done, false);
  assert.strictEqual(new Order(1).go('cancelled', 1).done, true);
});
test('log', () => {
  const order = new Order(7).go('paid', 5).go('packed', 9);
  assert.deepStrictEqual(order.log, [
    { from: 'new', to: 'paid', at: 5 },
    { from: 'paid', to: 'packed', at: 9 },
  ]);
});
test('spent', () => {
  const order = new Order(7).go('paid', 5).go('packed', 9).go('sent', 20);
  assert.strictEqual(order.spent('paid', 0), 4);
});
