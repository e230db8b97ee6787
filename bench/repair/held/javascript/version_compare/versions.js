// Versions such as 1.10.0-beta.2, compared by the rules of semantic versioning.

function parse(text) {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?$/.exec(text);
  if (!match) throw new Error(`not a version: ${text}`);
  return {
    numbers: match.slice(1, 4),
    pre: match[4] ? match[4].split('.') : [],
  };
}

function comparePart(a, b) {
  const isNumber = [a, b].map((part) => /^\d+$/.test(part));
  if (isNumber[0] && isNumber[1]) return Math.sign(Number(a) - Number(b));
  if (isNumber[0] !== isNumber[1]) return isNumber[0] ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

// -1, 0 or 1.
function compare(left, right) {
  const a = parse(left);
  const b = parse(right);
  for (let i = 0; i < 3; i++) {
    if (a.numbers[i] !== b.numbers[i]) return a.numbers[i] < b.numbers[i] ? -1 : 1;
  }
  if (a.pre.length === 0 || b.pre.length === 0) return Math.sign(b.pre.length - a.pre.length);
  for (let i = 0; i < Math.min(a.pre.length, b.pre.length); i++) {
    const order = comparePart(a.pre[i], b.pre[i]);
    if (order !== 0) return order;
  }
  return Math.sign(a.pre.length - b.pre.length);
}

const latest = (all) => all.reduce((best, one) => (compare(one, best) > 0 ? one : best));

module.exports = { compare, latest };
