const test = require('node:test');
const assert = require('node:assert');
const { checked, progressive, marginalRate, householdTax, averageRate } = require('../dist/tax');

const brackets = [{ from: 10000, rate: 20 }, { from: 0, rate: 10 }, { from: 50000, rate: 40 }];
const rules = { brackets, allowance: 2000, perChild: 500 };

test('first bracket', () => {
  assert.strictEqual(progressive(8000, brackets), 800);
  assert.strictEqual(progressive(0, brackets), 0);
});
test('parts of an income', () => {
  assert.strictEqual(progressive(30000, brackets), 5000);
  assert.strictEqual(progressive(60000, brackets), 13000);
});
test('marginal rate', () => {
  assert.strictEqual(marginalRate(9999, brackets), 10);
  assert.strictEqual(marginalRate(10000, brackets), 20);
});
test('household', () => {
  assert.strictEqual(householdTax({ incomes: [7000, 1000], children: 0 }, rules), 500);
  assert.strictEqual(householdTax({ incomes: [7000], children: 3 }, rules), 0);
});
test('average rate', () => {
  assert.strictEqual(averageRate({ incomes: [], children: 0 }, rules), 0);
  assert.strictEqual(averageRate({ incomes: [10000], children: 0 }, rules), 8);
});
test('bad brackets', () => {
  assert.throws(() => checked([{ from: 5, rate: 1 }]), RangeError);
  assert.throws(() => checked([{ from: 0, rate: 1 }, { from: 0, rate: 2 }]), RangeError);
});
