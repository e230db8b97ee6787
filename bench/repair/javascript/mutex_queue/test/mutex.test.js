const test = require('node:test');
const assert = require('node:assert');
const { KeyedMutex, Mutex } = require('../mutex');

const tick = () => new Promise((resolve) => setImmediate(resolve));

test('one after another', async () => {
  const mutex = new Mutex();
  const log = [];
  const job = (name) => async () => { log.push(name + ' in'); await tick(); log.push(name + ' out'); return name; };
  const out = await Promise.all([mutex.run(job('a')), mutex.run(job('b'))]);
  assert.deepStrictEqual(out, ['a', 'b']);
  assert.deepStrictEqual(log, ['a in', 'a out', 'b in', 'b out']);
  assert.ok(mutex.idle);
});
test('the caller sees the error', async () => {
  await assert.rejects(new Mutex().run(async () => { throw new Error('mine'); }), /mine/);
});
test('goes on after an error', async () => {
  const mutex = new Mutex();
  const first = mutex.run(() => { throw new Error('first'); });
  const second = mutex.run(() => 'fine');
  await assert.rejects(first, /first/);
  assert.strictEqual(await second, 'fine');
});
test('keys do not wait for each other', async () => {
  const keyed = new KeyedMutex();
  const log = [];
  await Promise.all([
    keyed.run('a', async () => { await tick(); log.push('a'); }),
    keyed.run('b', async () => { log.push('b'); }),
  ]);
  assert.deepStrictEqual(log, ['b', 'a']);
});
