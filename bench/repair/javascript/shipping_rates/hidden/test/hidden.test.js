const test = require('node:test');
const assert = require('node:assert');
const { Rates, Parcel, cheapest } = require('../shipping');

const rates = new Rates({ a: [{ upTo: 100, price: 0 }, { upTo: 200, price: 50 }, { upTo: 300, price: 0 }], b: [] }, 700);

test('prices', () => {
  assert.deepStrictEqual([0, 1, 100, 101, 200, 201, 300, 301, 1000, 1001].map((g) => rates.price('a', g)), [0, 0, 0, 50, 50, 0, 0, 700, 700, 1400]);
  assert.deepStrictEqual([0, 1, 1000, 1001].map((g) => rates.price('b', g)), [0, 700, 700, 1400]);
  assert.strictEqual(rates.price('zz', 2500), 2100);
});

test('costs', () => {
  const free = new Parcel('a').add('x', 50, 2);
  assert.strictEqual(free.cost(rates), 100);
  assert.strictEqual(free.cost(rates, { insurance: 0 }), 0);
  assert.strictEqual(free.cost(rates, { express: true, insurance: 7 }), 507);
  assert.strictEqual(new Parcel('b').add('x', 1500).cost(rates, { express: true }), 2200);
  assert.deepStrictEqual(cheapest({ q: new Rates({}, 10), r: rates }, free, { insurance: 0 }), { name: 'r', cost: 0 });
  assert.deepStrictEqual(cheapest({ r: rates, s: new Rates({}, 0) }, free), { name: 'r', cost: 100 });
  assert.strictEqual(cheapest({}, free), null);
});
