const test = require('node:test');
const assert = require('node:assert');
const { depth, trail, visible } = require('../dist/menu');

const menu = [
  { id: 'file', label: 'File', children: [{ id: 'open', label: 'Open' }, { id: 'quit', label: 'Quit' }] },
  { id: 'debug', label: 'Debug', hidden: true, children: [{ id: 'dump', label: 'Dump' }] },
];

test('trail', () => {
  assert.deepStrictEqual(trail(menu, 'quit'), ['File', 'Quit']);
  assert.deepStrictEqual(trail(menu, 'debug'), ['Debug']);
  assert.strictEqual(trail(menu, 'save'), null);
});
test('visible', () => assert.deepStrictEqual(visible(menu), ['file', 'open', 'quit']));
test('visible behind a hidden one', () => {
  assert.deepStrictEqual(visible([menu[1], { id: 'help', label: 'Help' }]), ['help']);
});
test('depth', () => {
  assert.strictEqual(depth(menu), 2);
  assert.strictEqual(depth([]), 0);
});
