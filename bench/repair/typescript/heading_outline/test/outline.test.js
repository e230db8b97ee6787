const test = require('node:test');
const assert = require('node:assert');
const { headings } = require('../dist/headings');
const { outline, contents } = require('../dist/outline');

test('headings', () => {
  const found = headings('# Title\n\ntext\n## What is it? ##\n#no\n');
  assert.deepStrictEqual(found.map((one) => [one.level, one.text, one.anchor, one.line]),
    [[1, 'Title', 'title', 1], [2, 'What is it?', 'what-is-it', 4]]);
});
test('code is left out', () => {
  assert.strictEqual(headings('```\n# no\n```\n# yes').length, 1);
});
test('the same heading again', () => {
  assert.deepStrictEqual(headings('# A\n# A\n# A').map((one) => one.anchor), ['a', 'a-1', 'a-2']);
});
test('nested', () => {
  const tree = outline(headings('# A\n## B\n### C\n'));
  assert.strictEqual(tree[0].children[0].children[0].text, 'C');
});
test('contents', () => {
  assert.strictEqual(contents('# Guide\n## Install\n## Use\n### Options\n# Licence\n'),
    '- [Guide](#guide)\n  - [Install](#install)\n  - [Use](#use)\n    - [Options](#options)\n- [Licence](#licence)');
});
test('depth', () => {
  assert.strictEqual(contents('# A\n## B\n### C\n', 2), '- [A](#a)\n  - [B](#b)');
});
