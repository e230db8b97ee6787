const test = require('node:test');
const assert = require('node:assert');
const { snapshot, totalSize } = require('../dist/snapshot');
const { diff, summary } = require('../dist/diff');

const between = (a, b) => summary(diff(snapshot(a), snapshot(b)));

test('sizes', () => {
  assert.strictEqual(totalSize(snapshot({ 'a.txt': 'abc', 'x/y/b.txt': 'de' })), 5);
  assert.throws(() => snapshot({ a: '', 'a/b': '' }), /is a file/);
});
test('nothing', () => {
  assert.strictEqual(between({ 'a/b': '1', c: '2' }, { c: '2', 'a/b': '1' }), '');
});
test('at the top', () => {
  assert.strictEqual(between({ a: '1', b: '2', c: '3' }, { b: '2', c: '4', d: '5' }), '- a\n* c\n+ d');
});
test('in a folder', () => {
  assert.strictEqual(between({ 'src/a': '1', 'src/b': '2' }, { 'src/a': '1', 'src/b': '3' }), '* src/b');
});
test('a whole folder', () => {
  assert.strictEqual(between({ a: '1' }, { a: '1', 'lib/x': '1', 'lib/sub/y': '2' }), '+ lib/sub/y\n+ lib/x');
});
test('in a folder of a folder', () => {
  assert.strictEqual(between({ 'src/core/a': '1' }, { 'src/core/a': '2', 'src/core/b': '2' }), '* src/core/a\n+ src/core/b');
});
