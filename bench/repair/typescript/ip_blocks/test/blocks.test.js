const test = require('node:test');
const assert = require('node:assert');
const { toNumber, toText } = require('../dist/address');
const { BlockList } = require('../dist/blocks');

test('addresses', () => {
  assert.strictEqual(toNumber('0.0.1.2'), 258);
  assert.strictEqual(toText(258), '0.0.1.2');
  assert.throws(() => toNumber('1.2.3'), SyntaxError);
  assert.throws(() => toNumber('1.2.3.256'), SyntaxError);
});
test('a prefix', () => {
  const list = new BlockList(['10.1.2.3/24']);
  assert.deepStrictEqual(list.toText(), ['10.1.2.0-10.1.2.255']);
  assert.ok(list.has('10.1.2.77'));
  assert.ok(!list.has('10.1.3.0'));
});
test('joined', () => {
  const list = new BlockList(['10.0.0.4-10.0.0.9', '10.0.0.0/30', '10.0.0.20']);
  assert.deepStrictEqual(list.toText(), ['10.0.0.0-10.0.0.9', '10.0.0.20']);
  assert.strictEqual(list.count, 11);
});
test('the private networks', () => {
  const list = new BlockList(['192.168.0.0/16', '10.0.0.0/8', '172.16.0.0/12']);
  assert.deepStrictEqual(list.toText(), ['10.0.0.0-10.255.255.255', '172.16.0.0-172.31.255.255', '192.168.0.0-192.168.255.255']);
  assert.ok(list.has('172.20.1.1'));
});
test('a list over the middle', () => {
  assert.ok(new BlockList(['100.0.0.0-200.0.0.0']).has('150.1.1.1'));
});
