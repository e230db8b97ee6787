'use strict';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year) {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysIn(year, month) {
  return month === 2 && isLeap(year) ? 29 : DAYS[month - 1];
}

function fromParts(year, month, day) {
  return { year, month, day };
}

function parse(text) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) throw new SyntaxError(`not a date: ${text}`);
  return fromParts(Number(match[1]), Number(match[2]), Number(match[3]));
}

function addDays(date, count) {
  let { year, month, day } = date;
  day += count;
  while (day > daysIn(year, month)) {
    day -= daysIn(year, month);
    month += 1;
    if (month > 12) {
      month = 1;
      year += 1;
    }
  }
  return fromParts(year, month, day);
}

function format({ year, month, day }) {
  const two = (n) => String(n).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}`;
}

module.exports = { parse, fromParts, addDays, daysIn, format };
