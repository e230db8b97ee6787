const test = require('node:test');
const assert = require('node:assert');
const { render } = require('../table');

test('no rows', () => {
  assert.strictEqual(render([{ key: 'a', title: 'first' }, { key: 'b', title: 'b' }], []), 'first  b\n-----  -');
});
test('each column by itself', () => {
  const columns = [
    { key: 'a', title: 'identifier' },
    { key: 'b', title: 'b', side: 'right' },
    { key: 'c', title: 'middle', side: 'center' },
  ];
  assert.strictEqual(
    render(columns, [{ a: 'x', b: 12345, c: 'ab' }, { a: 'a longer one', b: 1, c: 'abcd' }]),
    'identifier        b  middle\n------------  -----  ------\nx             12345    ab\na longer one      1   abcd');
});
test('titles are shortened too', () => {
  assert.strictEqual(render([{ key: 'a', title: 'abcdef', max: 3 }], [{ a: 'x' }]), 'ab…\n---\nx');
  assert.strictEqual(render([{ key: 'a', title: 'ab', max: 3 }], [{ a: 'x' }]), 'ab\n--\nx');
});
