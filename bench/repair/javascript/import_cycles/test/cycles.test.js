const test = require('node:test');
const assert = require('node:assert');
const { buildGraph, findCycles, report } = require('../cycles');

test('graph', () => {
  const graph = buildGraph({
    'src/a.js': "import b from './b';\nimport fs from 'fs';\nexport * from './lib/c.js';\n",
    'src/b.js': '',
    'src/lib/c.js': "import '../b.js';",
  });
  assert.deepStrictEqual([...graph], [['src/a.js', ['src/b.js', 'src/lib/c.js']], ['src/b.js', []], ['src/lib/c.js', ['src/b.js']]]);
});
test('a chain has no cycles', () => {
  assert.deepStrictEqual(findCycles(new Map([['a', ['b']], ['x', []]])).length, 0);
});
test('a cycle of three', () => {
  assert.deepStrictEqual(findCycles(new Map([['b', ['c']], ['c', ['a']], ['a', ['b']]])), [['a', 'b', 'c']]);
});
test('a shared module is no cycle', () => {
  assert.strictEqual(
    report({ 'main.js': "import './x';\nimport './y';", 'x.js': "import './util';", 'y.js': "import './util';", 'util.js': '' }),
    'no cycles');
});
test('report', () => {
  assert.strictEqual(report({ 'a.js': "import './b';", 'b.js': "import './a';" }), 'a.js -> b.js -> a.js');
});
