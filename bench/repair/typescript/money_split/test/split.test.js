const test = require('node:test');
const assert = require('node:assert');
const { split } = require('../dist/split');

const cents = (shares) => shares.map((share) => share.cents);

test('equal', () => assert.deepStrictEqual(cents(split(100, { a: 1, b: 1 })), [50, 50]));
test('rest', () => assert.deepStrictEqual(cents(split(100, { a: 1, b: 1, c: 1 })), [34, 33, 33]));
test('alone', () => assert.deepStrictEqual(split(7, { a: 2 }), [{ who: 'a', cents: 7 }]));
test('weights', () => assert.throws(() => split(1, { a: 0 }), RangeError));
