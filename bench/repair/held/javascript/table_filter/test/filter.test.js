const test = require('node:test');
const assert = require('node:assert');
const { filter } = require('../filter');

const rows = [{ name: 'anna', age: 30 }, { name: 'bert', age: 41 }, { name: 'hans', age: 25 }];
const names = (text) => filter(rows, text).map((row) => row.name);

test('no condition', () => assert.strictEqual(names('').length, 3));
test('numbers', () => assert.deepStrictEqual(names('age >= 30'), ['anna', 'bert']));
test('both', () => assert.deepStrictEqual(names('age <= 30 and name ~ an'), ['anna', 'hans']));
test('unknown field', () => assert.deepStrictEqual(names('size > 1'), []));
test('not a condition', () => assert.throws(() => names('age'), SyntaxError));
