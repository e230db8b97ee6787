const test = require('node:test');
const assert = require('node:assert');
const { Bus } = require('../bus');

test('all', () => {
  const bus = new Bus();
  const off = bus.on('x', () => {});
  off();
  assert.strictEqual(bus.emit('x'), 0);
  assert.strictEqual(bus.emit('y'), 0);
});
