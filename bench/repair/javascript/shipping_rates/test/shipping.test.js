const test = require('node:test');
const assert = require('node:assert');
const { Rates, Parcel, cheapest } = require('../shipping');

const rates = new Rates({
  de: [{ upTo: 100, price: 0 }, { upTo: 1000, price: 300 }, { upTo: 5000, price: 600 }],
  fr: [{ upTo: 2000, price: 1200 }],
}, 900);

test('rows', () => {
  assert.strictEqual(rates.price('de', 1000), 300);
  assert.strictEqual(rates.price('de', 1001), 600);
  assert.strictEqual(rates.price('fr', 50), 1200);
});

test('no row', () => {
  assert.strictEqual(rates.price('it', 1500), 1800);
  assert.strictEqual(rates.price('fr', 2001), 2700);
});

test('letters are free', () => {
  assert.strictEqual(rates.price('de', 80), 0);
});

test('cost', () => {
  const parcel = new Parcel('de').add('book', 400, 2).add('pen', 20);
  assert.strictEqual(parcel.weight(), 820);
  assert.strictEqual(parcel.cost(rates), 400);
  assert.strictEqual(parcel.cost(rates, { insurance: 0 }), 300);
  assert.strictEqual(parcel.cost(rates, { express: true }), 900);
});

test('cheapest', () => {
  const flat = new Rates({}, 350);
  const services = { post: rates, flat };
  assert.deepStrictEqual(cheapest(services, new Parcel('de').add('x', 500), {}), { name: 'post', cost: 400 });
  assert.deepStrictEqual(cheapest(services, new Parcel('it').add('x', 500), {}), { name: 'flat', cost: 450 });
});
