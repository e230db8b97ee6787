const test = require('node:test');
const assert = require('node:assert');
const { list, options } = require('../list');

const people = [{ name: 'cy' }, { name: 'ada' }, { name: 'bob' }];

test('defaults', () => {
  assert.deepStrictEqual(options(), { offset: 0, limit: 20, order: 'asc' });
});
test('sorted', () => {
  assert.deepStrictEqual(list(people, 'name').items.map((p) => p.name), ['ada', 'bob', 'cy']);
  assert.strictEqual(people[0].name, 'cy');
});
test('descending window', () => {
  const out = list(people, 'name', { order: 'desc', limit: 1, offset: 1 });
  assert.deepStrictEqual(out, { items: [{ name: 'bob' }], total: 3, more: true });
});
test('only the count is wanted', () => {
  const out = list(people, 'name', { limit: 0 });
  assert.deepStrictEqual(out, { items: [], total: 3, more: true });
});
test('negative', () => {
  assert.throws(() => list(people, 'name', { offset: -1 }), RangeError);
});
