'use strict';

const { debit, credit } = require('./entries');

function inOrder(entries) {
  return [...entries].sort((a, b) => (a.date === b.date ? a.id - b.id : a.date < b.date ? -1 : 1));
}

function change(entry) {
  return credit(entry) - debit(entry);
}

/** The balance in cents of everything that was booked before `date`. */
function balanceBefore(entries, date) {
  let sum = 0;
  for (const entry of entries) {
    if (entry.date < date) sum += change(entry);
  }
  return sum;
}

/** Lines of the account from `from` to `to` (both included), each with the balance after it. */
function statement(entries, from, to) {
  const lines = [];
  let balance = 0;
  for (const entry of inOrder(entries)) {
    if (entry.date < from || entry.date > to) continue;
    balance += change(entry);
    lines.push({ date: entry.date, text: entry.text, change: change(entry), balance });
  }
  return { opening: balanceBefore(entries, from), lines, closing: balance };
}

/** The lowest balance that the account had at the end of a line of a statement. */
function lowest(report) {
  return report.lines.reduce((low, line) => Math.min(low, line.balance), report.opening);
}

function format(report) {
  const money = (cents) => {
    const sign = cents < 0 ? '-' : '';
    const abs = Math.abs(cents);
    return `${sign}${Math.floor(abs / 100)}.${String(abs % 100).padStart(2, '0')}`;
  };
  const out = [`opening ${money(report.opening)}`];
  for (const line of report.lines) {
    out.push(`${line.date} ${line.text} ${money(line.change)} ${money(line.balance)}`);
  }
  out.push(`closing ${money(report.closing)}`);
  return out.join('\n');
}

module.exports = { statement, balanceBefore, lowest, format };
