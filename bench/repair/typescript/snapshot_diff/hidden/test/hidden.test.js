const test = require('node:test');
const assert = require('node:assert');
const { snapshot } = require('../dist/snapshot');
const { diff, summary } = require('../dist/diff');

const between = (a, b) => summary(diff(snapshot(a), snapshot(b)));

test('deep ones', () => {
  assert.strictEqual(
    between({ 'a/b/c/d/e': '1', 'a/b/c/x': '2', 'a/q': '' }, { 'a/b/c/d/e': '2', 'a/b/y/z': '3', 'a/q': '' }),
    '* a/b/c/d/e\n- a/b/c/x\n+ a/b/y/z');
});
test('the same names at each level', () => {
  assert.strictEqual(between({ 'a/a/a/a': '1' }, { 'a/a/a/a': '22', 'a/a/b': '1' }), '* a/a/a/a\n+ a/a/b');
});
test('file and folder', () => {
  assert.deepStrictEqual(diff(snapshot({ 'p/q/r': '1' }), snapshot({ 'p/q': '1' })), [
    { kind: 'added', path: 'p/q' },
    { kind: 'removed', path: 'p/q/r' },
  ]);
});
