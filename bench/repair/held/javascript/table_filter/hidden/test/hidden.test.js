const test = require('node:test');
const assert = require('node:assert');
const { filter } = require('../filter');

const rows = [{ name: 'anna', age: 30 }, { name: 'bert', age: 41 }, { name: 'hans', age: 25 }, { age: 41 }];

test('all operators', () => {
  const count = (text) => filter(rows, text).length;
  assert.deepStrictEqual(['age = 41', 'age != 41', 'age < 30', 'age > 30', 'name = bert', 'age=41 and name!=bert', 'age > 99'].map(count), [2, 2, 1, 2, 1, 0, 0]);
});
