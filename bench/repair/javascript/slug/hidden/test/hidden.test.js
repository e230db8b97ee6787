const test = require('node:test');
const assert = require('node:assert');
const { slug } = require('../slug');

test('more', () => {
  assert.strictEqual(slug('a'), 'a');
  assert.strictEqual(slug('--A--B--'), 'a-b');
});
