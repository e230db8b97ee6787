const test = require('node:test');
const assert = require('node:assert');
const { Bus } = require('../bus');

test('calls', () => {
  const bus = new Bus();
  const seen = [];
  bus.on('x', (v) => seen.push(v));
  assert.strictEqual(bus.emit('x', 1), 1);
  assert.deepStrictEqual(seen, [1]);
});
test('forgets', () => {
  const bus = new Bus();
  const off = bus.on('x', () => {});
  bus.on('x', () => {});
  off();
  assert.strictEqual(bus.emit('x', 1), 1);
  off();
  assert.strictEqual(bus.emit('x', 1), 1);
});
