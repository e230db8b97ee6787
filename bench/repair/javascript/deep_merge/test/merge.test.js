const test = require('node:test');
const assert = require('node:assert');
const { clone, merge, mergeAll } = require('../merge');

test('flat', () => {
  assert.deepStrictEqual(merge({ a: 1, b: 2 }, { b: 3, c: undefined }), { a: 1, b: 3 });
});
test('nested', () => {
  assert.deepStrictEqual(merge({ db: { host: 'x', port: 1 } }, { db: { port: 2 } }), { db: { host: 'x', port: 2 } });
});
test('arrays are replaced', () => {
  assert.deepStrictEqual(merge({ tags: ['a', 'b'] }, { tags: ['c'] }), { tags: ['c'] });
});
test('null', () => {
  assert.deepStrictEqual(merge({ a: { b: 1 } }, { a: null }), { a: null });
});
test('clone', () => {
  const from = { a: [1, { b: 2 }] };
  const to = clone(from);
  assert.deepStrictEqual(to, from);
  assert.notStrictEqual(to.a[1], from.a[1]);
});
test('layers', () => {
  assert.deepStrictEqual(mergeAll({ a: 1 }, null, { b: { c: 1 } }, { b: { d: 2 } }), { a: 1, b: { c: 1, d: 2 } });
});
