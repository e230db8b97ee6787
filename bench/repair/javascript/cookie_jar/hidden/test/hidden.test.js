const test = require('node:test');
const assert = require('node:assert');
const { parseCookies, serialize, Jar } = require('../cookies');

test('=', () => {
  assert.deepStrictEqual(parseCookies('q=a=1&b=2; r="x=y"; s==; t=; =u; v = w = x'),
    { q: 'a=1&b=2', r: 'x=y', s: '=', t: '', v: 'w = x' });
  assert.deepStrictEqual(parseCookies('a=b=c; a=d'), { a: 'b=c' });
});

test('there and back', () => {
  const jar = new Jar();
  const values = { a: 'x=y=z', b: '"q"', c: ' ; ', d: '%', e: '', f: '==' };
  for (const [name, value] of Object.entries(values)) jar.take(serialize(name, value, { maxAge: 5 }));
  assert.deepStrictEqual(parseCookies(jar.header()), values);
  jar.take('f=a=b; Max-Age=-1');
  jar.take('a=1=2=3; max-age=1');
  const { f, ...rest } = values;
  assert.deepStrictEqual(parseCookies(jar.header()), { ...rest, a: '1=2=3' });
});
