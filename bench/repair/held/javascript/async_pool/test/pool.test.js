const test = require('node:test');
const assert = require('node:assert');
const { runAll, settleAll } = require('../pool');

const later = (value, ms) => () => new Promise((done) => setTimeout(() => done(value), ms));

test('keeps the order', async () => {
  assert.deepStrictEqual(await runAll([later('a', 6), later('b', 1), later('c', 3)], 2), ['a', 'b', 'c']);
});
test('settles', async () => {
  const [good] = await settleAll([later(1, 1)], 1);
  assert.deepStrictEqual(good, { ok: true, value: 1 });
});
test('an error is told', async () => {
  const fail = async () => {
    throw new Error('no');
  };
  const [bad, good] = await settleAll([fail, later(2, 1)], 2);
  assert.strictEqual(bad.ok, false);
  assert.strictEqual(bad.error.message, 'no');
  assert.strictEqual(good.value, 2);
});
test('limit', async () => {
  await assert.rejects(runAll([], 0), RangeError);
});
