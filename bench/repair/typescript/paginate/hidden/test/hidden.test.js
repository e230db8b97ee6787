const test = require('node:test');
const assert = require('node:assert');
const { paginate } = require('../dist/paginate');

test('all pages are all items', () => {
  const all = Array.from({ length: 23 }, (_, i) => i);
  for (const size of [1, 4, 5, 23, 30]) {
    const seen = [];
    let page = { hasNext: true, number: 0 };
    while (page.hasNext) {
      page = paginate(all, page.number + 1, size);
      seen.push(...page.items);
    }
    assert.deepStrictEqual(seen, all);
  }
  assert.deepStrictEqual(paginate([], 1, 5).items, []);
});
