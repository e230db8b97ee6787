const test = require('node:test');
const assert = require('node:assert');
const { Registry, CycleError, parseNeed } = require('../packages');

test('needs', () => {
  assert.deepStrictEqual(parseNeed('web@^2'), { name: 'web', range: '^2' });
  assert.deepStrictEqual(parseNeed('@x/web'), { name: '@x/web', range: '*' });
});

test('a chain', () => {
  const registry = new Registry().add('app', ['web@1']).add('web', ['log']).add('log');
  assert.deepStrictEqual(registry.order('app'), ['log', 'web', 'app']);
});

test('what two need comes once', () => {
  const registry = new Registry().add('app', ['web', 'db']).add('web', ['log']).add('db', ['log']).add('log');
  assert.deepStrictEqual(registry.order('app'), ['log', 'web', 'db', 'app']);
});

test('cycle', () => {
  const registry = new Registry().add('a', ['b']).add('b', ['c']).add('c', ['b']);
  assert.throws(() => registry.order('a'), (error) => {
    assert.ok(error instanceof CycleError);
    assert.deepStrictEqual(error.path, ['b', 'c', 'b']);
    return true;
  });
});

test('unknown', () => {
  assert.throws(() => new Registry().add('a', ['b']).order('a'), /no such package: b/);
});

test('users', () => {
  const registry = new Registry().add('app', ['web']).add('web', ['log']).add('log').add('x');
  assert.deepStrictEqual(registry.users('log'), ['app', 'web']);
});
