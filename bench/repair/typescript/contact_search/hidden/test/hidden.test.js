const test = require('node:test');
const assert = require('node:assert');
const { byTag } = require('../dist/contacts');

test('several', () => {
  const found = byTag([{ name: 'A' }, { name: 'B', tags: ['x', 'y'] }, { name: 'C', tags: [] }, { name: 'D', tags: ['x'] }]);
  assert.deepStrictEqual([...found], [['x', ['B', 'D']], ['y', ['B']]]);
});
