import test from 'node:test';
import assert from 'node:assert';
import { escape, inline, paragraphs } from '../inline.js';

test('escapes', () => assert.strictEqual(escape('a < b && "c"'), 'a &lt; b &amp;&amp; &quot;c&quot;'));
test('bold and italic', () => {
  assert.strictEqual(inline('**very** *nice*'), '<b>very</b> <i>nice</i>');
});
test('code', () => assert.strictEqual(inline('use `a<b`'), 'use <code>a&lt;b</code>'));
test('two bold words', () => {
  assert.strictEqual(inline('**one** and **two**'), '<b>one</b> and <b>two</b>');
});
test('link', () => {
  assert.strictEqual(inline('see [docs](http://x.org/a)'), 'see <a href="http://x.org/a">docs</a>');
});
test('paragraphs', () => assert.strictEqual(paragraphs('a\n\n\n *b* \n'), '<p>a</p>\n<p><i>b</i></p>'));
