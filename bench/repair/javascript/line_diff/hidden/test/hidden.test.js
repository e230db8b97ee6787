const test = require('node:test');
const assert = require('node:assert');
const { diff, stat } = require('../diff');

function common(a, b) {
  if (a === '' || b === '') return 0;
  if (a[0] === b[0]) return 1 + common(a.slice(1), b.slice(1));
  return Math.max(common(a.slice(1), b), common(a, b.slice(1)));
}
function words(n) {
  return n === 0 ? [''] : words(n - 1).flatMap((w) => (w.length === n - 1 ? [w, ...[...'ab'].map((c) => w + c)] : [w]));
}
test('all short texts', () => {
  for (const a of [...words(6), 'aaabc', 'abcac', 'cabba', 'abcabba', 'cbabac', 'aabcc']) {
    for (const b of [...words(5), 'aacac', 'baac', 'acaac', 'cbabac', 'abcabba', 'abccba']) {
      const lines = diff([...a], [...b]);
      assert.strictEqual(lines.filter((l) => l[0] !== '+').map((l) => l[1]).join(''), a);
      assert.strictEqual(lines.filter((l) => l[0] !== '-').map((l) => l[1]).join(''), b);
      assert.strictEqual(stat([...a], [...b]).same, common(a, b), `${a} ${b}`);
    }
  }
});
test('removed lines come first', () => {
  assert.deepStrictEqual(diff(['a', 'b'], ['b', 'a']), ['-a', ' b', '+a']);
  assert.deepStrictEqual(diff(['a', 'b'], ['x', 'y']), ['-a', '-b', '+x', '+y']);
});
