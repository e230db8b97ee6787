const test = require('node:test');
const assert = require('node:assert');
const { Lru } = require('../lru');

test('values stay', () => {
  const c = new Lru(3);
  c.set('a', 1);
  c.set('b', 2);
  assert.strictEqual(c.get('a'), 1);
  assert.strictEqual(c.get('a'), 1);
  assert.strictEqual(c.get('b'), 2);
});
