const test = require('node:test');
const assert = require('node:assert');
const { Headers, parse, format } = require('../headers');

test('cookies in any case', () => {
  for (const name of ['set-cookie', 'SET-COOKIE', 'Set-cookie']) {
    const text = `${name}: a=1; Expires=Mon, 1\r\n${name}: b\r\nVia: x\r\nvia: y\r\nCookie: p\r\ncookie: q\r\n`;
    assert.strictEqual(format(parse(text)),
      'Set-Cookie: a=1; Expires=Mon, 1\r\nSet-Cookie: b\r\nVia: x, y\r\nCookie: p, q\r\n');
    assert.strictEqual(parse(text).get('Set-Cookie'), 'a=1; Expires=Mon, 1, b');
  }
  const one = new Headers([['Set-Cookie', 'a']]).set('Set-Cookie', 'b').append('Via', 1).append('VIA', 2);
  assert.deepStrictEqual(one.lines(), [['Set-Cookie', 'b'], ['Via', '1, 2']]);
  assert.deepStrictEqual(new Headers().lines(), []);
});
