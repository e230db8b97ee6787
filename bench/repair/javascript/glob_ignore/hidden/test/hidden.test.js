const test = require('node:test');
const assert = require('node:assert');
const { toRegExp, Ignore } = require('../ignore');

test('every character stands for itself', () => {
  for (let code = 32; code < 127; code++) {
    const c = String.fromCharCode(code);
    if (c === '*' || c === '?') continue;
    const pattern = toRegExp(`a${c}b`);
    for (let other = 32; other < 127; other++) {
      const d = String.fromCharCode(other);
      assert.strictEqual(pattern.test(`a${d}b`), c === d, `${c} ${d}`);
    }
    assert.ok(!pattern.test('ab') && !pattern.test('a') && (c === 'a' || !pattern.test('aab')));
    assert.ok(toRegExp(`*${c}${c}`).test(`xy${c}${c}`));
  }
});

test('dots', () => {
  const ignore = new Ignore('.env\n*.min.js\ndist.d/\n!a.min.js');
  assert.deepStrictEqual(
    ignore.filter(['.env', 'xenv', 'p/.env', 'p/env', 'b.min.js', 'bxmin.js', 'q/a.min.js', 'dist.d/x', 'distxd/x', 'a/b/dist.d/y']),
    ['xenv', 'p/env', 'bxmin.js', 'q/a.min.js', 'distxd/x']);
  assert.ok(toRegExp('a?b').test('a.b') && toRegExp('a?b').test('axb') && !toRegExp('a?b').test('a/b'));
});
