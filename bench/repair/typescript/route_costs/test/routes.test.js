const test = require('node:test');
const assert = require('node:assert');
const { cheapest } = require('../dist/routes');

const roads = [
  { from: 'a', to: 'b', cost: 1 },
  { from: 'b', to: 'c', cost: 2 },
  { from: 'a', to: 'c', cost: 5 },
  { from: 'x', to: 'y', cost: 1 },
];

test('stay', () => assert.deepStrictEqual(cheapest(roads, 'a', 'a'), { cost: 0, stops: ['a'] }));
test('one road', () => assert.deepStrictEqual(cheapest(roads, 'b', 'a'), { cost: 1, stops: ['b', 'a'] }));
test('no way', () => assert.strictEqual(cheapest(roads, 'a', 'x'), null));
test('two roads', () => assert.deepStrictEqual(cheapest(roads, 'a', 'c'), { cost: 3, stops: ['a', 'b', 'c'] }));
