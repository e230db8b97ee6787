const test = require('node:test');
const assert = require('node:assert');
const { retry } = require('../retry');

test('the last try counts', () => {
  return retry(async (n) => { if (n < 3) throw new Error('no'); return n; }, 3).then((n) => assert.strictEqual(n, 3));
});
test('gives up', () => {
  return assert.rejects(retry(async () => { throw new Error('never'); }, 2), /never/);
});
