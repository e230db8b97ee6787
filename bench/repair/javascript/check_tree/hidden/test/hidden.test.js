const test = require('node:test');
const assert = require('node:assert');
const { Node, ON, OFF, SOME } = require('../tree');

function make() {
  return new Node('r', [
    new Node('a', [new Node('b', [new Node('1'), new Node('2')]), new Node('3')]),
    new Node('c', [new Node('4'), new Node('d', [new Node('5')])]),
  ]);
}

function leaves(node) {
  return node.children.length ? node.children.flatMap(leaves) : [node];
}

function check(node) {
  const states = leaves(node).map((leaf) => leaf.state);
  const right = states.every((s) => s === ON) ? ON : states.every((s) => s === OFF) ? OFF : SOME;
  assert.strictEqual(node.state, right, node.name);
  node.children.forEach(check);
}

test('all selections', () => {
  for (let bits = 0; bits < 32; bits++) {
    const names = ['1', '2', '3', '4', '5'].filter((_, i) => bits & (1 << i));
    const tree = make();
    tree.restore(names);
    check(tree);
    const other = make();
    other.restore(tree.selection());
    assert.deepStrictEqual(leaves(other).filter((l) => l.state === ON).map((l) => l.name), names);
    assert.deepStrictEqual(other.selection(), tree.selection());
    for (const name of ['a', 'b', 'c', 'd', 'r', '2']) {
      tree.restore(names);
      const node = tree.find(name);
      const before = node.state;
      node.click();
      assert.strictEqual(node.state, before === ON ? OFF : ON);
      check(tree);
    }
  }
});
