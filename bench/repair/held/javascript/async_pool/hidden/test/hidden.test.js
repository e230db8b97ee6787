const test = require('node:test');
const assert = require('node:assert');
const { runAll, settleAll } = require('../pool');

test('never more than the limit', async () => {
  let running = 0;
  let most = 0;
  const task = async () => {
    most = Math.max(most, ++running);
    await new Promise((done) => setTimeout(done, 2));
    running--;
    return most;
  };
  const results = await settleAll(Array(7).fill(task), 3);
  assert.strictEqual(most, 3);
  assert.ok(results.every((one) => one.ok && typeof one.value === 'number'));
  assert.deepStrictEqual(await runAll([], 3), []);
});
test('plain values and throws', async () => {
  const results = await settleAll([() => 5, () => { throw new TypeError('x'); }, () => Promise.reject(new RangeError('y'))], 1);
  assert.deepStrictEqual(results.map((one) => one.ok), [true, false, false]);
  assert.ok(results[1].error instanceof TypeError);
  assert.ok(results[2].error instanceof RangeError);
});
