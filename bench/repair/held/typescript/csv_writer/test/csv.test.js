const test = require('node:test');
const assert = require('node:assert');
const { toCsv } = require('../dist/csv');

test('plain', () => assert.strictEqual(toCsv(['a', 'b'], [[1, true], [null, 'x']]), 'a,b\n1,yes\n,x\n'));
test('comma', () => assert.strictEqual(toCsv(['a'], [['x,y']]), 'a\n"x,y"\n'));
test('quote', () => assert.strictEqual(toCsv(['a'], [['5" disk']]), 'a\n"5"" disk"\n'));
test('line break', () => assert.strictEqual(toCsv(['a'], [['x\ny']]), 'a\n"x\ny"\n'));
test('length', () => assert.throws(() => toCsv(['a'], [[1, 2]]), /row 1 has 2/));
