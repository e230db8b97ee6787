const test = require('node:test');
const assert = require('node:assert');
const { balance, move, OutOfStock, Store } = require('../dist/stock');

function stores(a, b) {
  const [x, y] = [new Store('x'), new Store('y')];
  if (a) x.put('nut', a);
  if (b) y.put('nut', b);
  return [x, y];
}

test('move', () => {
  const [x, y] = stores(5, 0);
  move(x, y, 'nut', 5);
  assert.deepStrictEqual([x.items(), y.items()], [[], ['nut']]);
});
test('too many', () => {
  const [x, y] = stores(2, 0);
  assert.throws(() => move(x, y, 'nut', 5), (e) => e instanceof OutOfStock && e.missing === 3);
  assert.strictEqual(y.count('nut'), 0);
});
test('balance from the first', () => {
  const [x, y] = stores(7, 2);
  assert.strictEqual(balance(x, y, 'nut'), 2);
  assert.deepStrictEqual([x.count('nut'), y.count('nut')], [5, 4]);
});
test('balance from the second', () => {
  const [x, y] = stores(1, 6);
  balance(x, y, 'nut');
  assert.deepStrictEqual([x.count('nut'), y.count('nut')], [4, 3]);
});
test('balanced', () => assert.strictEqual(balance(...stores(3, 3), 'nut'), 0));
