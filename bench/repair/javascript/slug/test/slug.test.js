const test = require('node:test');
const assert = require('node:assert');
const { slug } = require('../slug');

test('simple', () => {
  assert.strictEqual(slug('Hello, World!'), 'hello-world');
});
test('numbers', () => {
  assert.strictEqual(slug('  Chapter 12: The End '), 'chapter-12-the-end');
});
