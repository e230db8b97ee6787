const test = require('node:test');
const assert = require('node:assert');
const { clone, merge } = require('../merge');

test('every pair of kinds', () => {
  const values = [1, 'x', null, false, [1, 2, 3], [], { k: 1 }, {}, [[0]], { k: { l: [1] } }];
  for (const a of values) {
    for (const b of values) {
      const left = { v: a, keep: 1 };
      const before = JSON.stringify(left);
      const out = merge(left, { v: b });
      const objects = [a, b].every((x) => x !== null && typeof x === 'object' && !Array.isArray(x));
      const want = objects ? { ...a, ...b } : b;
      assert.deepStrictEqual(out, { v: want, keep: 1 });
      assert.strictEqual(JSON.stringify(left), before);
      if (typeof b === 'object' && b !== null) assert.notStrictEqual(out.v, b);
    }
  }
});
test('array in depth', () => {
  assert.deepStrictEqual(merge({ a: { b: [1, 2, { c: 1 }] } }, { a: { b: [{ d: 1 }] } }), { a: { b: [{ d: 1 }] } });
  assert.ok(Array.isArray(clone([[]])[0]));
});
