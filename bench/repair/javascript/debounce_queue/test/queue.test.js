const test = require('node:test');
const assert = require('node:assert');
const { Queue } = require('../queue');

test('drops the oldest', () => {
  const q = new Queue(2);
  q.push(1);
  q.push(2);
  q.push(3);
  assert.deepStrictEqual(q.drain(), [2, 3]);
  assert.strictEqual(q.dropped, 1);
});
test('drains', () => {
  const q = new Queue(3);
  q.push(1);
  assert.deepStrictEqual(q.drain(), [1]);
  assert.deepStrictEqual(q.drain(), []);
});
