const test = require('node:test');
const assert = require('node:assert');
const { retry } = require('../retry');

test('once', () => {
  return retry(async (n) => n, 1).then((n) => assert.strictEqual(n, 1));
});
test('counts', () => {
  let calls = 0;
  return retry(async () => { calls += 1; throw new Error('x'); }, 4).catch(() => assert.strictEqual(calls, 4));
});
