const test = require('node:test');
const assert = require('node:assert');
const { toNumber, toText } = require('../dist/address');
const { BlockList } = require('../dist/blocks');

test('numbers', () => {
  assert.strictEqual(toNumber('127.255.255.255'), 2147483647);
  assert.strictEqual(toNumber('128.0.0.0'), 2147483648);
  assert.strictEqual(toNumber('255.255.255.255'), 4294967295);
  for (const text of ['0.0.0.0', '9.8.7.6', '200.100.50.25', '255.0.0.255']) assert.strictEqual(toText(toNumber(text)), text);
});
test('everything', () => {
  const all = new BlockList(['0.0.0.0/0']);
  assert.strictEqual(all.count, 4294967296);
  assert.ok(all.has('255.255.255.255') && all.has('0.0.0.0') && all.has('128.0.0.1'));
});
test('halves', () => {
  assert.deepStrictEqual(new BlockList(['128.0.0.0/1', '0.0.0.0/1']).toText(), ['0.0.0.0-255.255.255.255']);
  assert.deepStrictEqual(new BlockList(['200.0.0.1', '5.0.0.1', '130.0.0.1']).toText(), ['5.0.0.1', '130.0.0.1', '200.0.0.1']);
  assert.throws(() => new BlockList(['200.0.0.0-100.0.0.0']), RangeError);
});
