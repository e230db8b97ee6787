const test = require('node:test');
const assert = require('node:assert');
const { delay, delays, retry } = require('../backoff');

test('never more than the most', () => assert.strictEqual(delay(30), 2000));
test('constant', () => assert.strictEqual(delay(5, { factor: 1, base: 7 }), 7));
test('delays', () => assert.deepStrictEqual(delays(), [100, 200, 400]));
test('succeeds later', async () => {
  const slept = [];
  const out = await retry(async (n) => { if (n < 3) throw new Error('no'); return n; }, async (ms) => slept.push(ms));
  assert.strictEqual(out, 3);
  assert.strictEqual(slept.length, 2);
});
test('fatal', async () => {
  const fatal = Object.assign(new Error('stop'), { fatal: true });
  await assert.rejects(retry(async () => { throw fatal; }, () => assert.fail('slept')), /stop/);
});
