const test = require('node:test');
const assert = require('node:assert');
const { normalize, summarize } = require('../dist/stats');

test('summary', () => assert.deepStrictEqual(summarize([2, 4, 9]), { count: 3, least: 2, most: 9, mean: 5 }));
test('below zero', () => assert.deepStrictEqual(summarize([-4, -2]), { count: 2, least: -4, most: -2, mean: -3 }));
test('none', () => assert.strictEqual(summarize([]), null));
test('normalize', () => assert.deepStrictEqual(normalize([10, 15, 20]), [0, 0.5, 1]));
