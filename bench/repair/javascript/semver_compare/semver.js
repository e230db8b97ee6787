/** { numbers: [major, minor, patch], pre: "beta.1" or "" } */
function parse(version) {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:-([\w.]+))?$/.exec(version);
  if (!match) throw new TypeError(`bad version ${version}`);
  return { numbers: match.slice(1, 4), pre: match[4] || '' };
}

function comparePre(a, b) {
  if (a === b) return 0;
  if (a === '') return 1;
  if (b === '') return -1;
  return a < b ? -1 : 1;
}

/** Below 0 if a is older than b, above if it is newer. */
function compare(a, b) {
  const x = parse(a);
  const y = parse(b);
  for (let i = 0; i < 3; i++) {
    if (x.numbers[i] !== y.numbers[i]) return x.numbers[i] < y.numbers[i] ? -1 : 1;
  }
  return comparePre(x.pre, y.pre);
}

function newest(versions) {
  return versions.reduce((best, one) => (compare(one, best) > 0 ? one : best));
}

/** "^1.2.3": the same major version and not older. */
function satisfies(version, range) {
  if (!range.startsWith('^')) return compare(version, range) === 0;
  const base = range.slice(1);
  return parse(version).numbers[0] === parse(base).numbers[0] && compare(version, base) >= 0;
}

module.exports = { parse, compare, newest, satisfies };
