const test = require('node:test');
const assert = require('node:assert');
const { parse, format, get, set, remove } = require('../pointer');

test('get', () => {
  const root = { users: [{ name: 'ann' }, { name: 'bob' }] };
  assert.strictEqual(get(root, '/users/1/name'), 'bob');
  assert.strictEqual(get(root, '/users/2/name'), undefined);
  assert.strictEqual(get(root, ''), root);
});
test('slashes and tildes', () => {
  assert.deepStrictEqual(parse('/a~1b/c~0d'), ['a/b', 'c~d']);
  assert.strictEqual(format(['a/b', 'c~d', 0]), '/a~1b/c~0d/0');
});
test('any key comes back', () => {
  for (const key of ['plain', '', '~', '/', 'x~y/z', '~1']) {
    assert.deepStrictEqual(parse(format([key])), [key]);
  }
});
test('set', () => {
  const root = { list: [1] };
  set(root, '/list/-', 2);
  set(root, '/list/0', 5);
  set(root, '/name', 'x');
  assert.deepStrictEqual(root, { list: [5, 2], name: 'x' });
  assert.throws(() => set(root, '/list/7', 1), RangeError);
});
test('remove', () => {
  const root = { list: [1, 2, 3], a: 1 };
  assert.ok(remove(root, '/list/1'));
  assert.ok(!remove(root, '/b'));
  assert.deepStrictEqual(root, { list: [1, 3], a: 1 });
});
