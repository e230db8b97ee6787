const test = require('node:test');
const assert = require('node:assert');
const { Headers, titleCase, parse, format } = require('../headers');

test('any case', () => {
  const headers = new Headers([['Content-Type', 'text/html']]);
  assert.strictEqual(headers.get('content-TYPE'), 'text/html');
  assert.ok(headers.has('CONTENT-type'));
  assert.ok(headers.delete('content-type'));
  assert.strictEqual(headers.get('Content-Type'), null);
});

test('set replaces and append adds', () => {
  const headers = new Headers().append('Accept', 'a').append('accept', 'b');
  assert.strictEqual(headers.get('Accept'), 'a, b');
  assert.strictEqual(headers.set('ACCEPT', 'c').get('Accept'), 'c');
});

test('names', () => {
  assert.strictEqual(titleCase('x-request-id'), 'X-Request-Id');
});

test('parse', () => {
  const headers = parse('Host: a:80\r\nvary: x\r\nVary: y\r\n\r\n');
  assert.strictEqual(headers.get('host'), 'a:80');
  assert.strictEqual(headers.get('vary'), 'x, y');
});

test('format', () => {
  assert.strictEqual(format(new Headers([['accept', 'a'], ['accept', 'b']])), 'Accept: a, b\r\n');
});

test('each cookie has its line', () => {
  const headers = new Headers([['Set-Cookie', 'a=1'], ['Host', 'x'], ['Set-Cookie', 'b=2']]);
  assert.deepStrictEqual(headers.lines(), [['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2'], ['Host', 'x']]);
});
