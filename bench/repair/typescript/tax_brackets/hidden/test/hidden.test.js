const test = require('node:test');
const assert = require('node:assert');
const { progressive, householdTax, averageRate } = require('../dist/tax');

test('borders', () => {
  const brackets = [{ from: 0, rate: 0 }, { from: 1000, rate: 10 }, { from: 2000, rate: 25 }, { from: 4000, rate: 50 }];
  const want = [[0, 0], [1000, 0], [1001, 0], [1500, 50], [2000, 100], [2400, 200], [4000, 600], [4002, 601], [10000, 3600]];
  for (const [income, tax] of want) assert.strictEqual(progressive(income, brackets), tax);
});
test('one bracket', () => assert.strictEqual(progressive(12345, [{ from: 0, rate: 20 }]), 2469));
test('household in several brackets', () => {
  const rules = { brackets: [{ from: 0, rate: 10 }, { from: 10000, rate: 30 }], allowance: 1000, perChild: 250 };
  assert.strictEqual(householdTax({ incomes: [21000, 500], children: 2 }, rules), 3500);
  assert.strictEqual(averageRate({ incomes: [21000], children: 0 }, rules), 19);
});
