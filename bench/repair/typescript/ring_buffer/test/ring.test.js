const test = require('node:test');
const assert = require('node:assert');
const { Ring } = require('../dist/ring');

test('push and shift', () => {
  const ring = new Ring(2);
  ring.push('a');
  ring.push('b');
  assert.strictEqual(ring.shift(), 'a');
  assert.strictEqual(ring.shift(), 'b');
  assert.strictEqual(ring.shift(), undefined);
});
test('overflow', () => {
  const ring = new Ring(3);
  const gone = [1, 2, 3, 4, 5].map((n) => ring.push(n));
  assert.deepStrictEqual(gone, [undefined, undefined, undefined, 1, 2]);
  assert.deepStrictEqual(ring.toArray(), [3, 4, 5]);
});
test('at', () => {
  const ring = new Ring(3);
  ring.push(7);
  ring.push(8);
  assert.strictEqual(ring.at(-1), 8);
  assert.strictEqual(ring.at(2), undefined);
});
test('push after shift', () => {
  const ring = new Ring(3);
  [1, 2, 3].forEach((n) => ring.push(n));
  ring.shift();
  ring.shift();
  ring.push(4);
  assert.deepStrictEqual(ring.toArray(), [3, 4]);
});
test('capacity', () => assert.throws(() => new Ring(0), RangeError));
