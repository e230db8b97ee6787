const test = require('node:test');
const assert = require('node:assert');
const { balance, Store } = require('../dist/stock');

test('all balances', () => {
  for (let a = 0; a < 12; a++) {
    for (let b = 0; b < 12; b++) {
      const [x, y] = [new Store('x'), new Store('y')];
      if (a) x.put('n', a);
      if (b) y.put('n', b);
      x.put('other', 1);
      const moved = balance(x, y, 'n');
      const half = Math.ceil((a + b) / 2);
      assert.deepStrictEqual([x.count('n'), y.count('n')], [half, a + b - half]);
      assert.strictEqual(moved, Math.abs(a - half));
      assert.deepStrictEqual(x.items(), half ? ['n', 'other'] : ['other']);
      assert.deepStrictEqual(y.items(), a + b - half ? ['n'] : []);
    }
  }
});
test('message', () => {
  const store = new Store('s');
  store.put('q', 1);
  assert.throws(() => store.take('q', 4), { name: 'OutOfStock', message: '3 of q missing' });
  assert.strictEqual(store.count('q'), 1);
});
