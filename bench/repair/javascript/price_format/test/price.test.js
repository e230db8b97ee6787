const test = require('node:test');
const assert = require('node:assert');
const { format, group, parse } = require('../price');

test('group', () => {
  assert.strictEqual(group('1234567'), '1,234,567');
  assert.strictEqual(group('123'), '123');
});
test('format', () => {
  assert.strictEqual(format(123456), '$1,234.56');
  assert.strictEqual(format(-999, 'EUR'), '-€9.99');
});
test('format few cents', () => assert.strictEqual(format(1005, 'GBP'), '£10.05'));
test('unknown currency', () => assert.throws(() => format(1, 'XXX'), /XXX/));
test('parse', () => {
  assert.strictEqual(parse('1,234.56'), 123456);
  assert.strictEqual(parse('-7'), -700);
  assert.strictEqual(parse('7.x'), null);
});
test('parse one digit', () => assert.strictEqual(parse('0.5'), 50));
