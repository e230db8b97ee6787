const test = require('node:test');
const assert = require('node:assert');
const { SessionStore } = require('../sessions');

test('times', () => {
  for (const age of [1, 7, 3600]) {
    let now = 123456;
    const store = new SessionStore(age, () => now);
    const id = store.create('x');
    for (let i = 0; i < 3; i++) {
      now += age * 1000 - 1;
      assert.strictEqual(store.remaining(id), 1);
      assert.ok(store.use(id));
      assert.strictEqual(store.remaining(id), age);
      assert.strictEqual(store.peek(id).expires, now + age * 1000);
    }
    now += age * 500;
    const next = store.renew(id);
    assert.strictEqual(store.remaining(next), age);
    now += age * 1000 - 1;
    assert.strictEqual(store.sweep(), 0);
    now += 1;
    assert.strictEqual(store.sweep(), 1);
    assert.strictEqual(store.use(next), null);
  }
});
