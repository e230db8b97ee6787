import test from 'node:test';
import assert from 'node:assert';
import { chunks, range, take, zip } from '../range.js';

test('up', () => assert.deepStrictEqual([...range(2, 9, 3)], [2, 5, 8]));
test('down', () => assert.deepStrictEqual([...range(5, 0, -2)], [5, 3, 1]));
test('step 0', () => assert.throws(() => [...range(1, 2, 0)], RangeError));
test('take', () => assert.deepStrictEqual([...take(range(0, Infinity), 3)], [0, 1, 2]));
test('zip', () => assert.deepStrictEqual([...zip('ab', range(0, 9))], [['a', 0], ['b', 1]]));
test('chunks', () => assert.deepStrictEqual([...chunks('abcde', 2)], [['a', 'b'], ['c', 'd'], ['e']]));
test('full chunks', () => assert.deepStrictEqual([...chunks('abcd', 2)], [['a', 'b'], ['c', 'd']]));
