const test = require('node:test');
const assert = require('node:assert');
const { toRegExp, Ignore } = require('../ignore');

test('stars', () => {
  assert.ok(toRegExp('a*').test('abc'));
  assert.ok(!toRegExp('a*').test('a/b'));
  assert.ok(toRegExp('a/**').test('a/b/c'));
  assert.ok(toRegExp('**/a').test('a'));
  assert.ok(toRegExp('?').test('x'));
});

test('other characters', () => {
  assert.ok(toRegExp('a+(b)').test('a+(b)'));
  assert.ok(toRegExp('[x]').test('[x]'));
  assert.ok(!toRegExp('[x]').test('x'));
});

test('a dot is a dot', () => {
  assert.ok(toRegExp('*.js').test('a.js'));
  assert.ok(!toRegExp('*.js').test('notjs'));
});

test('rules', () => {
  const ignore = new Ignore('# comment\nbuild/\n\n*.log\n!keep.log\n/top');
  assert.deepStrictEqual(
    ignore.filter(['build/a', 'x/build/b', 'a.log', 'x/keep.log', 'top', 'x/top', 'main.c']),
    ['x/keep.log', 'x/top', 'main.c']);
});
