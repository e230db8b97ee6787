'use strict';

const { parse, fromParts, addDays, daysIn, format } = require('./dates');

/** The date that follows `date` in a series that began at `start`. */
function following(date, start, rule) {
  const every = rule.every ?? 1;
  switch (rule.unit) {
    case 'day':
      return addDays(date, every);
    case 'week':
      return addDays(date, 7 * every);
    case 'month':
      return shiftMonths(date, start, every);
    case 'year':
      return shiftMonths(date, start, 12 * every);
    default:
      throw new TypeError(`unknown unit ${rule.unit}`);
  }
}

/** Months with too few days get their last one. */
function shiftMonths(date, start, months) {
  const index = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  return fromParts(year, month, Math.min(date.day, daysIn(year, month)));
}

/**
 * The dates of a series, the first one included, until `rule.count` of them or
 * `rule.until`; those in `rule.except` are left out, but counted.
 */
function series(first, rule) {
  if (rule.count === undefined && rule.until === undefined) throw new RangeError('a series must end');
  const start = parse(first);
  const except = new Set(rule.except ?? []);
  const out = [];
  let date = start;
  let counted = 0;
  while (rule.count === undefined || counted < rule.count) {
    const text = format(date);
    if (rule.until !== undefined && text > rule.until) break;
    if (!except.has(text)) out.push(text);
    counted += 1;
    date = following(date, start, rule);
  }
  return out;
}

module.exports = { series };
