const test = require('node:test');
const assert = require('node:assert');
const { Registry, CycleError } = require('../packages');

test('layers', () => {
  const registry = new Registry();
  const n = 12;
  for (let i = 0; i < n; i++) registry.add(`p${i}`, [`p${i + 1}@^1`, `p${i + 2}`].filter((x) => parseInt(x.slice(1), 10) < n));
  assert.deepStrictEqual(registry.order('p0', 'p5', 'p0'), Array.from({ length: n }, (_, i) => `p${n - 1 - i}`));
  assert.deepStrictEqual(registry.users('p3'), ['p0', 'p1', 'p2']);
});

test('several', () => {
  const registry = new Registry().add('a', ['c']).add('b', ['c']).add('c').add('d', ['c', 'c@2']);
  assert.deepStrictEqual(registry.order('b', 'a', 'c', 'd'), ['c', 'b', 'a', 'd']);
  assert.deepStrictEqual(registry.order(), []);
});

test('cycles', () => {
  const path = (registry, name) => {
    try {
      registry.order(name);
    } catch (error) {
      assert.ok(error instanceof CycleError);
      return error.path.join('');
    }
    return null;
  };
  assert.strictEqual(path(new Registry().add('a', ['a']), 'a'), 'aa');
  const registry = new Registry().add('a', ['x', 'b']).add('b', ['x', 'c']).add('c', ['x', 'a']).add('x', ['y']).add('y');
  assert.strictEqual(path(registry, 'a'), 'abca');
  assert.strictEqual(path(registry, 'c'), 'cabc');
  assert.strictEqual(path(registry, 'x'), null);
});
