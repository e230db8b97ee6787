const test = require('node:test');
const assert = require('node:assert');
const { entry } = require('../entries');
const { statement, balanceBefore, lowest, format } = require('../statement');

const entries = [
  entry('2024-01-05', 'salary', 'credit', 200000),
  entry('2024-01-10', 'rent', 'debit', 80000),
  entry('2024-02-05', 'salary', 'credit', 200000),
  entry('2024-02-07', 'car', 'debit', 310050),
];

test('balance before', () => {
  assert.strictEqual(balanceBefore(entries, '2024-01-10'), 200000);
  assert.strictEqual(balanceBefore(entries, '2024-01-01'), 0);
});
test('from the start', () => {
  const report = statement(entries, '2024-01-01', '2024-01-31');
  assert.deepStrictEqual(report.lines.map((line) => line.balance), [200000, 120000]);
  assert.strictEqual(report.closing, 120000);
});
test('a later month goes on', () => {
  const report = statement(entries, '2024-02-01', '2024-02-29');
  assert.strictEqual(report.opening, 120000);
  assert.deepStrictEqual(report.lines.map((line) => line.balance), [320000, 9950]);
});
test('lowest', () => {
  assert.strictEqual(lowest(statement(entries, '2024-01-01', '2024-12-31')), 0);
});
test('format', () => {
  assert.strictEqual(
    format(statement(entries, '2024-01-06', '2024-01-31')),
    'opening 2000.00\n2024-01-10 rent -800.00 1200.00\nclosing 1200.00');
});
test('bad entries', () => {
  assert.throws(() => entry('5.1.2024', 'x', 'debit', 1), TypeError);
  assert.throws(() => entry('2024-01-05', 'x', 'debit', -1), RangeError);
});
