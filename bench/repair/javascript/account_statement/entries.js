'use strict';

let nextId = 1;

/** A booking; amounts are cents and never negative. */
function entry(date, text, kind, amount) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new TypeError(`not a date: ${date}`);
  if (kind !== 'debit' && kind !== 'credit') throw new TypeError(`not a kind: ${kind}`);
  if (!Number.isInteger(amount) || amount < 0) throw new RangeError(`not an amount: ${amount}`);
  return { id: nextId++, date, text, kind, amount };
}

function debit(one) {
  return one.kind === 'debit' ? one.amount : 0;
}

function credit(one) {
  return one.kind === 'credit' ? one.amount : 0;
}

module.exports = { entry, debit, credit };
