/** Splits cents into n parts that differ by one at most and add up. */
function split(cents, n) {
  const base = Math.floor(cents / n);
  const rest = cents % n;
  const out = [];
  for (let i = 0; i < n; i++) out.push(i <= rest ? base + 1 : base);
  return out;
}

module.exports = { split };
