const test = require('node:test');
const assert = require('node:assert');
const { entry } = require('../entries');
const { statement, lowest } = require('../statement');

const entries = [
  entry('2024-03-02', 'b', 'debit', 50),
  entry('2024-03-01', 'a', 'credit', 100),
  entry('2024-03-02', 'c', 'debit', 70),
  entry('2024-04-01', 'd', 'credit', 20),
];

test('no lines: closing is opening', () => {
  const report = statement(entries, '2024-03-10', '2024-03-20');
  assert.deepStrictEqual(report, { opening: -20, lines: [], closing: -20 });
});
test('first day is counted once', () => {
  const report = statement(entries, '2024-03-02', '2024-03-02');
  assert.strictEqual(report.opening, 100);
  assert.deepStrictEqual(report.lines.map((l) => [l.text, l.change, l.balance]), [['b', -50, 50], ['c', -70, -20]]);
  assert.strictEqual(report.closing, -20);
  assert.strictEqual(lowest(report), -20);
});
test('all', () => {
  assert.deepStrictEqual(statement(entries, '2024-01-01', '2024-12-31').lines.map((l) => l.balance), [100, 50, -20, 0]);
  assert.strictEqual(statement(entries, '2024-04-01', '2024-04-01').closing, 0);
  assert.strictEqual(statement([], '2024-04-01', '2024-04-01').closing, 0);
});
