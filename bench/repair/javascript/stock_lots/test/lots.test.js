import test from 'node:test';
import assert from 'node:assert';
import { LotStore, OutOfStock } from '../lots.js';

function filled() {
  const store = new LotStore();
  store.receive('bolt', 10, 2);
  store.receive('bolt', 5, 3);
  return store;
}

test('value of the stock', () => {
  const store = filled();
  assert.strictEqual(store.available('bolt'), 15);
  assert.strictEqual(store.value('bolt'), 35);
});
test('issue from the first lot', () => {
  const store = filled();
  assert.strictEqual(store.issue('bolt', 4), 8);
  assert.strictEqual(store.available('bolt'), 11);
});
test('issue over two lots', () => {
  const store = filled();
  assert.strictEqual(store.issue('bolt', 12), 26);
  assert.strictEqual(store.value('bolt'), 9);
});
test('not enough', () => {
  const store = filled();
  assert.throws(() => store.issue('bolt', 16), (e) => e instanceof OutOfStock && e.missing === 1);
  assert.strictEqual(store.available('bolt'), 15);
});
test('average and skus', () => {
  const store = filled();
  assert.strictEqual(store.averageCost('nut'), 0);
  assert.deepStrictEqual(store.skus(), ['bolt']);
});
