const test = require('node:test');
const assert = require('node:assert');
const { Queue } = require('../queue');

test('limit of one', () => {
  const q = new Queue(1);
  assert.strictEqual(q.push(1), 1);
  assert.strictEqual(q.push(2), 1);
  assert.deepStrictEqual(q.drain(), [2]);
});
