import test from 'node:test';
import assert from 'node:assert';
import { camel, kebab, keys, pascal, title, words } from '../words.mjs';

test('words', () => {
  assert.deepStrictEqual(words('parseHTMLPage v2'), ['parse', 'HTML', 'Page', 'v2']);
  assert.deepStrictEqual(words('--'), []);
});
test('camel', () => assert.strictEqual(camel('user_name-of last'), 'userNameOfLast'));
test('pascal', () => assert.strictEqual(pascal('my HTML page'), 'MyHtmlPage'));
test('kebab', () => assert.strictEqual(kebab('fooBarBaz'), 'foo-bar-baz'));
test('title', () => assert.strictEqual(title('some_snake'), 'Some Snake'));
test('keys', () => {
  assert.deepStrictEqual(keys({ first_name: 'a', more: { last_name: null } }, camel), { firstName: 'a', more: { lastName: null } });
});
test('keys in lists', () => {
  assert.deepStrictEqual(keys([{ a_b: [{ c_d: 1 }] }], camel), [{ aB: [{ cD: 1 }] }]);
});
