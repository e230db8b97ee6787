import test from 'node:test';
import assert from 'node:assert';
import { inline, paragraphs } from '../inline.js';

test('many of each', () => {
  const marks = { '**': 'b', '*': 'i', '`': 'code' };
  for (const [mark, tag] of Object.entries(marks)) {
    for (let n = 1; n < 5; n++) {
      const words = Array.from({ length: n }, (_, i) => `w${i} x`);
      assert.strictEqual(inline(words.map((w) => mark + w + mark).join(' - ')), words.map((w) => `<${tag}>${w}</${tag}>`).join(' - '));
    }
  }
});
test('mixed', () => {
  assert.strictEqual(inline('**a** *b* **c** *d* `e` `f`'), '<b>a</b> <i>b</i> <b>c</b> <i>d</i> <code>e</code> <code>f</code>');
  assert.strictEqual(inline('[a](b) [c](d)'), '<a href="b">a</a> <a href="d">c</a>');
  assert.strictEqual(inline('2 * 3'), '2 * 3');
  assert.strictEqual(inline('**a*b**'), '<b>a*b</b>');
  assert.strictEqual(inline('**a'), '**a');
  assert.strictEqual(paragraphs(''), '');
});
