const test = require('node:test');
const assert = require('node:assert');
const { position, insert } = require('../sorted');

test('ends', () => {
  assert.strictEqual(position([1, 2, 3], 9), 3);
  assert.strictEqual(position([1, 2, 3], 0), 0);
  assert.strictEqual(position([7, 7], 7), 2);
});
