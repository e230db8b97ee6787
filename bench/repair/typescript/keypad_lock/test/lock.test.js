const test = require('node:test');
const assert = require('node:assert');
const { KeypadLock } = require('../dist/lock');

const make = () => new KeypadLock({ code: '1234', tries: 3, openFor: 5, blockFor: 60 });

test('opens for a while', () => {
  const lock = make();
  assert.strictEqual(lock.state(0), 'locked');
  assert.strictEqual(lock.type('1234#', 10), 'open');
  assert.strictEqual(lock.state(14), 'open');
  assert.strictEqual(lock.state(15), 'locked');
});
test('clear', () => {
  assert.strictEqual(make().type('99C1234#', 10), 'open');
});
test('blocks', () => {
  const lock = make();
  lock.type('1#2#', 10);
  assert.strictEqual(lock.type('3#', 11), 'blocked');
  assert.strictEqual(lock.type('1234#', 20), 'blocked');
  assert.strictEqual(lock.type('1234#', 71), 'open');
});
test('only wrong codes in a row count', () => {
  const lock = make();
  lock.type('1#2#', 10);
  assert.strictEqual(lock.type('1234#', 11), 'open');
  assert.strictEqual(lock.triesLeft(), 3);
  assert.strictEqual(lock.type('5#', 30), 'locked');
});
test('change', () => {
  const lock = make();
  assert.ok(!lock.change('5678', 0));
  lock.type('1234#', 1);
  assert.ok(!lock.change('12', 2));
  assert.ok(lock.change('5678', 2));
  assert.strictEqual(lock.type('5678#', 50), 'open');
});
test('bad code', () => {
  assert.throws(() => new KeypadLock({ code: 'abc', tries: 3, openFor: 5, blockFor: 60 }), RangeError);
});
