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
  const seen = [];
  const off = bus.on('x', () => seen.push('first'));
  bus.on('x', () => seen.push('second'));
  off();
  assert.strictEqual(bus.emit('x', 1), 1);
  assert.deepStrictEqual(seen, ['second']);
});
