const test = require('node:test');
const assert = require('node:assert');
const { Router } = require('../dist/routes');

test('exact lengths', () => {
  const router = new Router().add('a', '/a').add('ab', '/a/:b').add('any', '*');
  assert.strictEqual(router.find('/a').name, 'a');
  assert.strictEqual(router.find('/a/1').name, 'ab');
  assert.strictEqual(router.find('/a/1/2').name, 'any');
  assert.strictEqual(router.find('/').name, 'any');
  assert.strictEqual(new Router().add('a', '/a/b').find('/a/b/c'), null);
  assert.strictEqual(new Router().find('/'), null);
});
