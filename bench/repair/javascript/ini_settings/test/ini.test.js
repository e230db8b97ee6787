const test = require('node:test');
const assert = require('node:assert');
const { parse, stringify, IniError } = require('../ini');

test('sections and values', () => {
  const data = parse('name = demo\n\n[server]\nport = 8080\ndebug = yes\n; a comment\nhost = localhost\n');
  assert.deepStrictEqual(data, { '': { name: 'demo' }, server: { port: 8080, debug: true, host: 'localhost' } });
});
test('lists', () => {
  assert.deepStrictEqual(parse('[a]\nx[] = 1\nx[] = two\n').a, { x: [1, 'two'] });
});
test('connection string', () => {
  const data = parse('[db]\nurl = postgres://host/db?ssl=1&pool=5\n');
  assert.strictEqual(data.db.url, 'postgres://host/db?ssl=1&pool=5');
});
test('flags without a value', () => {
  assert.strictEqual(parse('[a]\nverbose\n').a.verbose, true);
});
test('errors tell the line', () => {
  assert.throws(() => parse('a = 1\n[broken\n'), (e) => e instanceof IniError && e.lineNumber === 2);
  assert.throws(() => parse('= 1\n'), IniError);
});
test('there and back', () => {
  const data = { '': { a: 1 }, b: { text: '12', list: [1, 2], on: false } };
  assert.deepStrictEqual(parse(stringify(data)), data);
});
