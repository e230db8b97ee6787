const UNITS = { s: 1, m: 60, h: 3600 };

/** "1h30m" -> seconds */
function seconds(text) {
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)([smh])/g)) {
    total = Number(count) * UNITS[unit];
  }
  return total;
}

module.exports = { seconds };
