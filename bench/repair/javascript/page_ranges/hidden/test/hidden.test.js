const test = require('node:test');
const assert = require('node:assert');
const { parse, format } = require('../ranges');

test('all sets of nine pages', () => {
  for (let bits = 0; bits < 512; bits++) {
    const pages = [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((p) => (bits >> (p - 1)) & 1);
    const text = format(pages);
    if (bits === 0) {
      assert.strictEqual(text, '');
      continue;
    }
    assert.deepStrictEqual(parse(text), pages);
    const starts = pages.filter((p) => !pages.includes(p - 1));
    const want = starts.map((s) => { let e = s; while (pages.includes(e + 1)) e++; return e === s ? `${s}` : `${s}-${e}`; });
    assert.strictEqual(text, want.join(','));
  }
});
test('two digits', () => {
  assert.deepStrictEqual(parse('9-11,100'), [9, 10, 11, 100]);
  assert.strictEqual(format([0, 1, 99, 100]), '0-1,99-100');
  assert.deepStrictEqual(parse('5-4'), []);
  assert.deepStrictEqual(parse('2-', 3), [2, 3]);
});
