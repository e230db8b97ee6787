const test = require('node:test');
const assert = require('node:assert');
const { findCycles } = require('../cycles');

const graph = (object) => new Map(Object.entries(object));

test('diamonds', () => {
  assert.deepStrictEqual(findCycles(graph({ a: ['b', 'c'], b: ['d'], c: ['d'], d: ['e'], e: [] })), []);
  assert.deepStrictEqual(findCycles(graph({ c: [], b: ['c'], a: ['b', 'c'] })), []);
});
test('itself', () => {
  assert.deepStrictEqual(findCycles(graph({ a: ['a'], b: ['a'] })), [['a']]);
});
test('two cycles', () => {
  assert.deepStrictEqual(
    findCycles(graph({ m: ['a', 'x'], a: ['b'], b: ['a', 'z'], x: ['y', 'z'], y: ['x'], z: [] })),
    [['a', 'b'], ['x', 'y']]);
});
test('two through one node', () => {
  const cycles = findCycles(graph({ a: ['b'], b: ['a', 'c'], c: ['b'] }));
  assert.deepStrictEqual(cycles, [['a', 'b'], ['b', 'c']]);
});
