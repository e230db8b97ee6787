const test = require('node:test');
const assert = require('node:assert');
const { diff, stat } = require('../diff');

test('equal', () => assert.deepStrictEqual(diff(['a', 'b'], ['a', 'b']), [' a', ' b']));
test('from nothing', () => assert.deepStrictEqual(diff([], ['x']), ['+x']));
test('to nothing', () => assert.deepStrictEqual(diff(['x', 'y'], []), ['-x', '-y']));
test('one line changed', () => {
  assert.deepStrictEqual(diff(['a', 'b', 'c'], ['a', 'x', 'c']), [' a', '-b', '+x', ' c']);
});
test('moved line', () => {
  assert.deepStrictEqual(stat([...'abcd'], [...'dabc']), { added: 1, removed: 1, same: 3 });
});
test('first line moved down and one dropped', () => {
  assert.deepStrictEqual(stat([...'aaabc'], [...'baac']), { added: 1, removed: 2, same: 3 });
});
test('inserted', () => {
  assert.deepStrictEqual(diff(['a', 'b'], ['n', 'a', 'b']), ['+n', ' a', ' b']);
});
