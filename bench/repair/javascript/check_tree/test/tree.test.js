const test = require('node:test');
const assert = require('node:assert');
const { Node, ON, OFF, SOME } = require('../tree');

function make() {
  return new Node('all', [
    new Node('fruit', [new Node('apple'), new Node('pear')]),
    new Node('bread'),
  ]);
}

test('down', () => {
  const tree = make();
  tree.find('fruit').set(true);
  assert.strictEqual(tree.find('pear').state, ON);
  assert.strictEqual(tree.state, SOME);
});

test('up', () => {
  const tree = make();
  for (const name of ['apple', 'pear', 'bread']) tree.find(name).click();
  assert.strictEqual(tree.state, ON);
  tree.find('pear').click();
  assert.strictEqual(tree.find('fruit').state, SOME);
  assert.strictEqual(tree.state, SOME);
});

test('back to off', () => {
  const tree = make();
  tree.find('bread').click();
  tree.find('bread').click();
  assert.strictEqual(tree.state, OFF);
});

test('in between all the way up', () => {
  const tree = make();
  tree.find('apple').click();
  assert.strictEqual(tree.find('fruit').state, SOME);
  assert.strictEqual(tree.state, SOME);
});

test('selection', () => {
  const tree = make();
  assert.deepStrictEqual(tree.selection(), []);
  tree.find('fruit').click();
  assert.deepStrictEqual(tree.selection(), ['fruit']);
  tree.find('bread').click();
  assert.deepStrictEqual(tree.selection(), ['all']);
});

test('find', () => {
  assert.strictEqual(make().find('milk'), null);
});
