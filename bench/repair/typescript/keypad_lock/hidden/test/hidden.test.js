const test = require('node:test');
const assert = require('node:assert');
const { KeypadLock } = require('../dist/lock');

test('many good and bad ones', () => {
  const lock = new KeypadLock({ code: '4321', tries: 2, openFor: 5, blockFor: 10 });
  for (let i = 0; i < 10; i++) {
    assert.strictEqual(lock.type('9#', i * 100), 'locked');
    assert.strictEqual(lock.triesLeft(), 1);
    assert.strictEqual(lock.type('4321#', i * 100 + 1), 'open');
    assert.strictEqual(lock.triesLeft(), 2);
  }
  assert.ok(lock.log.every((entry) => entry.what !== 'blocked'));
});
test('still blocks', () => {
  const lock = new KeypadLock({ code: '4321', tries: 2, openFor: 5, blockFor: 10 });
  lock.type('4321#', 0);
  lock.type('1#', 20);
  assert.strictEqual(lock.type('2#', 21), 'blocked');
  assert.strictEqual(lock.state(31), 'locked');
  lock.type('1#', 32);
  assert.strictEqual(lock.type('2#', 33), 'blocked');
  assert.deepStrictEqual(lock.log.map((e) => e.what), ['opened', 'refused', 'refused', 'blocked', 'refused', 'refused', 'blocked']);
});
