const test = require('node:test');
const assert = require('node:assert');
const { parseCookies, serialize, Jar } = require('../cookies');

test('pairs', () => {
  assert.deepStrictEqual(parseCookies('a=1; b=two'), { a: '1', b: 'two' });
  assert.deepStrictEqual(parseCookies(''), {});
  assert.deepStrictEqual(parseCookies('a; b=2'), { b: '2' });
});

test('the first one wins', () => {
  assert.deepStrictEqual(parseCookies('a=1; a=2'), { a: '1' });
});

test('quotes and escapes', () => {
  assert.deepStrictEqual(parseCookies('a="x y"; b=%C3%A4; c=%E4'), { a: 'x y', b: 'ä', c: '%E4' });
});

test('values with =', () => {
  assert.deepStrictEqual(parseCookies('token=YWJj=='), { token: 'YWJj==' });
});

test('serialize', () => {
  assert.strictEqual(serialize('a', 'x;y', { path: '/', maxAge: 9.5, secure: true }), 'a=x%3By; Max-Age=9; Path=/; Secure');
  assert.throws(() => serialize('a b', '1'), TypeError);
});

test('jar', () => {
  const jar = new Jar();
  jar.take('a=1; Path=/');
  jar.take('b=x==; Max-Age=100');
  assert.strictEqual(jar.header(), 'a=1; b=x==');
  jar.take('a=; Max-Age=0');
  assert.strictEqual(jar.header(), 'b=x==');
});
