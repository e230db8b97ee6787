const test = require('node:test');
const assert = require('node:assert');
const { render, renderMarkdown } = require('../table');

test('long values', () => {
  assert.strictEqual(
    render([{ key: 'n', title: 'name' }, { key: 'c', title: 'city' }], [{ n: 'Margaret', c: 'Rome' }, { n: 'Al', c: 'Oslo' }]),
    'name      city\n--------  ----\nMargaret  Rome\nAl        Oslo');
});
test('short values', () => {
  assert.strictEqual(
    render([{ key: 'q', title: 'quantity', side: 'right' }, { key: 'u', title: 'unit' }], [{ q: 5, u: 'kg' }]),
    'quantity  unit\n--------  ----\n       5  kg');
});
test('decimals', () => {
  assert.strictEqual(
    render([{ key: 'p', title: 'price', side: 'right', decimals: 2 }], [{ p: 1200 }, { p: 3.456 }]),
    '  price\n-------\n1200.00\n   3.46');
});
test('a most width', () => {
  assert.strictEqual(render([{ key: 't', title: 'text', max: 6 }], [{ t: 'abcdefgh' }]), 'text\n------\nabcde…');
});
test('values of all kinds', () => {
  const columns = [{ key: 'a', title: 'a' }];
  assert.strictEqual(render(columns, [{ a: true }, {}, { a: [1, 2] }], ' '), 'a\n----\nyes\n\n1, 2');
});
test('markdown', () => {
  const columns = [{ key: 'a', title: 'name' }, { key: 'b', title: 'sum', side: 'right' }];
  assert.strictEqual(renderMarkdown(columns, [{ a: 'x|y', b: 2 }]), '| name | sum |\n| --- | ---: |\n| x\\|y | 2 |');
});
