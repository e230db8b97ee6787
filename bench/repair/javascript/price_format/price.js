const SIGNS = { EUR: '€', USD: '$', GBP: '£' };

/** "1234567" -> "1,234,567" */
function group(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Text of an amount in cents: "-$1,234.05". */
function format(cents, currency = 'USD') {
  const sign = SIGNS[currency];
  if (sign === undefined) throw new Error(`unknown currency ${currency}`);
  const all = Math.abs(cents);
  const whole = Math.floor(all / 100);
  const rest = String(all % 100).padEnd(2, '0');
  return `${cents < 0 ? '-' : ''}${sign}${group(String(whole))}.${rest}`;
}

/** Cents of "1,234.5"; null if it is no price. */
function parse(text) {
  const match = /^(-?)(\d[\d,]*)(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (match === null) return null;
  const whole = Number(match[2].replace(/,/g, ''));
  const rest = Number((match[3] ?? '').padEnd(2, '0'));
  return (match[1] ? -1 : 1) * (whole * 100 + rest);
}

module.exports = { format, group, parse };
