const test = require('node:test');
const assert = require('node:assert');
const { Router } = require('../dist/routes');

const router = new Router().add('home', '/').add('user', '/users/:id').add('files', '/files/*').add('edit', '/users/:id/edit');

test('home', () => assert.deepStrictEqual(router.find('/'), { name: 'home', params: {} }));
test('parameter', () => assert.deepStrictEqual(router.find('/users/a%20b'), { name: 'user', params: { id: 'a b' } }));
test('longer', () => assert.deepStrictEqual(router.find('/users/7/edit/'), { name: 'edit', params: { id: '7' } }));
test('rest', () => assert.deepStrictEqual(router.find('/files/a/b.txt'), { name: 'files', params: { rest: 'a/b.txt' } }));
test('none', () => assert.strictEqual(router.find('/users'), null));
