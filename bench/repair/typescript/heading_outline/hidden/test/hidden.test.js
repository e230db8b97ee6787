const test = require('node:test');
const assert = require('node:assert');
const { headings } = require('../dist/headings');
const { outline } = require('../dist/outline');

const shape = (nodes) => nodes.map((node) => node.text + (node.children.length ? `(${shape(node.children)})` : '')).join(',');
const of = (text) => shape(outline(headings(text)));

test('shapes', () => {
  assert.strictEqual(of('# a\n# b\n# c'), 'a,b,c');
  assert.strictEqual(of('# a\n## b\n## c\n# d\n## e'), 'a(b,c),d(e)');
  assert.strictEqual(of('## a\n# b\n### c\n## d\n### e\n### f'), 'a,b(c,d(e,f))');
  assert.strictEqual(of('# a\n### b\n### c\n## d'), 'a(b,c,d)');
  assert.strictEqual(of('### a\n## b\n# c'), 'a,b,c');
  assert.strictEqual(of(''), '');
});
