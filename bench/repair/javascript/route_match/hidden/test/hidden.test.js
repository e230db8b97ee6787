import test from 'node:test';
import assert from 'node:assert';
import { match, Router } from '../router.js';

test('table', () => {
  const table = [
    ['/', '/', {}], ['/', '/a', null], ['/a', '/', null], ['/a', '/a/b', null], ['/a/b', '/a', null],
    ['/:x', '/', null], ['/:x', '/1', { x: '1' }], ['/:x', '/1/2', null], ['/:x/:y', '/1', null], ['/:x/:y', '/1/2/3', null],
    ['/*', '/', { rest: '' }], ['/*', '/a/b', { rest: 'a/b' }], ['/a/*', '/a', { rest: '' }], ['/a/*', '/', null],
    ['/a/*', '/b/c', null], ['/:x/*', '/', null], ['/:x/*', '/1', { x: '1', rest: '' }], ['/:x/e/*', '/1/e/2/3', { x: '1', rest: '2/3' }],
    ['/:x/e/*', '/1/e', { x: '1', rest: '' }], ['/:x/e/*', '/1', null], ['/a/:b/c', '/a/1/c', { b: '1' }], ['/a/:b/c', '/a/1/d', null],
  ];
  for (const [pattern, path, want] of table) assert.deepStrictEqual(match(pattern, path), want, `${pattern} ${path}`);
});
test('nothing', () => assert.strictEqual(new Router().add('GET', '/a', 1).find('PUT', '/a'), null));
