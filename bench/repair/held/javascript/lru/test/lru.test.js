const test = require('node:test');
const assert = require('node:assert');
const { Lru } = require('../lru');

test('forgets the least used', () => {
  const c = new Lru(2);
  c.set('a', 1);
  c.set('b', 2);
  c.get('a');
  c.set('c', 3);
  assert.strictEqual(c.get('a'), 1);
  assert.strictEqual(c.get('b'), undefined);
});
test('keeps', () => {
  const c = new Lru(1);
  c.set('a', 1);
  assert.strictEqual(c.get('a'), 1);
});
