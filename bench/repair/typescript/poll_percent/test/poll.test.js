const test = require('node:test');
const assert = require('node:assert');
const { bar, shares, winners } = require('../dist/poll');

const percents = (votes) => shares(votes).map((share) => share.percent);

test('even', () => assert.deepStrictEqual(percents({ yes: 1, no: 1 }), [50, 50]));
test('thirds', () => assert.deepStrictEqual(percents({ a: 1, b: 1, c: 1 }), [34, 33, 33]));
test('largest remainder', () => assert.deepStrictEqual(percents({ a: 1, b: 5 }), [17, 83]));
test('nobody', () => assert.deepStrictEqual(percents({ a: 0, b: 0 }), [0, 0]));
test('remainders', () => assert.deepStrictEqual(percents({ a: 2, b: 5, c: 1 }), [25, 63, 12]));
test('winners', () => {
  assert.deepStrictEqual(winners({ a: 2, b: 3, c: 3 }), ['b', 'c']);
  assert.deepStrictEqual(winners({ a: 0 }), []);
});
test('bar', () => assert.strictEqual(bar({ option: 'a', votes: 1, percent: 25 }, 8), '##...... 25%'));
