const test = require('node:test');
const assert = require('node:assert');
const { clock, overlaps, parse, starts } = require('../dist/slots');

test('parse', () => assert.deepStrictEqual(parse('9:30-10:00'), { start: 570, end: 600 }));
test('bad', () => assert.throws(() => parse('9-10'), SyntaxError));
test('overlap', () => assert.strictEqual(overlaps(parse('9:00-11:00'), parse('10:00-12:00')), true));
test('inside', () => assert.strictEqual(overlaps(parse('9:00-12:00'), parse('10:00-11:00')), true));
test('before', () => assert.strictEqual(overlaps(parse('9:00-10:00'), parse('11:00-12:00')), false));
test('free starts', () => {
  assert.deepStrictEqual(starts(parse('9:00-11:00'), [parse('9:30-10:00')], 30).map(clock), ['09:00', '10:00', '10:30']);
});
test('free day', () => assert.strictEqual(starts(parse('8:00-10:00'), [], 60).length, 3));
