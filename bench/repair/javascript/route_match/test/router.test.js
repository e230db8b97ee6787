import test from 'node:test';
import assert from 'node:assert';
import { match, Router } from '../router.js';

test('plain', () => {
  assert.deepStrictEqual(match('/a/b', '/a/b/'), {});
  assert.strictEqual(match('/a/b', '/a/c'), null);
});
test('parameter', () => assert.deepStrictEqual(match('/users/:id', '/users/a%20b'), { id: 'a b' }));
test('rest', () => {
  assert.deepStrictEqual(match('/files/*', '/files/a/b.txt'), { rest: 'a/b.txt' });
});
test('first route', () => {
  const router = new Router().add('GET', '/x/:a', 'one').add('GET', '/x/:b', 'two').add('POST', '/x/:c', 'three');
  assert.deepStrictEqual(router.find('GET', '/x/1'), { handler: 'one', params: { a: '1' } });
  assert.deepStrictEqual(router.find('POST', '/x/1'), { handler: 'three', params: { c: '1' } });
});
test('longer path', () => {
  const router = new Router().add('GET', '/users/:id', 'user').add('GET', '/users/:id/posts', 'posts');
  assert.strictEqual(router.find('GET', '/users/7/posts').handler, 'posts');
});
