const test = require('node:test');
const assert = require('node:assert');
const { Ring } = require('../dist/ring');

test('against a list', () => {
  let seed = 5;
  const random = (n) => { seed = (seed * 48271) % 2147483647; return seed % n; };
  for (let capacity = 1; capacity < 7; capacity++) {
    const ring = new Ring(capacity);
    const list = [];
    for (let i = 0; i < 400; i++) {
      if (random(5) < 3) {
        const gone = list.length === capacity ? list.shift() : undefined;
        list.push(i);
        assert.strictEqual(ring.push(i), gone);
      } else {
        assert.strictEqual(ring.shift(), list.shift());
      }
      assert.strictEqual(ring.length, list.length);
      assert.deepStrictEqual(ring.toArray(), list);
      for (let k = -8; k < 8; k++) assert.strictEqual(ring.at(k), list.at(k));
    }
  }
});
