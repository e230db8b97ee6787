const test = require('node:test');
const assert = require('node:assert');
const { depth, trail, visible } = require('../dist/menu');

test('all hidings', () => {
  const parents = { a: null, b: 'a', c: 'a', d: 'c', e: 'c', f: null, g: 'f', h: null };
  const ids = Object.keys(parents);
  for (let bits = 0; bits < 256; bits++) {
    const hidden = (id) => Boolean((bits >> ids.indexOf(id)) & 1);
    const build = (parent) => ids.filter((id) => parents[id] === parent).map((id) => ({ id, label: id.toUpperCase(), hidden: hidden(id), children: build(id) }));
    const menu = build(null);
    const seen = (id) => id === null || (!hidden(id) && seen(parents[id]));
    assert.deepStrictEqual(visible(menu), ids.filter(seen));
    assert.strictEqual(depth(menu), 3);
    for (const id of ids) {
      const want = [];
      for (let at = id; at !== null; at = parents[at]) want.unshift(at.toUpperCase());
      assert.deepStrictEqual(trail(menu, id), want);
    }
    assert.strictEqual(trail(menu, 'z'), null);
  }
});
