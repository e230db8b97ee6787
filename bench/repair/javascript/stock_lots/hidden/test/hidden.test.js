import test from 'node:test';
import assert from 'node:assert';
import { LotStore } from '../lots.js';

test('cost and value add up', () => {
  for (let n = 0; n <= 12; n++) {
    const store = new LotStore();
    store.receive('a', 3, 7);
    store.receive('a', 4, 1);
    store.receive('a', 5, 10);
    const before = store.value('a');
    const cost = store.issue('a', n);
    assert.strictEqual(cost + store.value('a'), before);
    assert.strictEqual(store.available('a'), 12 - n);
  }
});
test('write off', () => {
  const store = new LotStore();
  store.receive('a', 2, 5);
  store.receive('a', 1, 8);
  assert.strictEqual(store.writeOff('a', 100), 18);
  assert.deepStrictEqual(store.skus(), []);
  assert.strictEqual(store.writeOff('a', 3), 0);
});
test('one after another', () => {
  const store = new LotStore();
  store.receive('a', 2, 5);
  store.receive('a', 2, 5);
  store.receive('a', 2, 9);
  assert.strictEqual(store.issue('a', 3), 15);
  assert.strictEqual(store.issue('a', 2), 14);
  assert.strictEqual(store.averageCost('a'), 9);
});
