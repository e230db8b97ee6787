const test = require('node:test');
const assert = require('node:assert');
const { compare, latest } = require('../versions');

test('a sorted list stays', () => {
  const sorted = ['0.0.1', '0.0.9', '0.0.10', '0.9.0', '0.10.0', '1.0.0-a', '1.0.0-a.1', '1.0.0-b', '1.0.0', '9.0.0', '10.0.0', '100.0.0'];
  for (let i = 0; i < sorted.length; i++) {
    for (let j = 0; j < sorted.length; j++) assert.strictEqual(compare(sorted[i], sorted[j]), Math.sign(i - j));
  }
  assert.strictEqual(latest(sorted.slice().reverse()), '100.0.0');
  assert.strictEqual(compare('1.02.0', '1.2.0'), 0);
});
