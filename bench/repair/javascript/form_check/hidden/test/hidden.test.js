const test = require('node:test');
const assert = require('node:assert');
const { Form, Field, required, minLength } = require('../form');

test('back and forth', () => {
  const field = new Field('f', [required, minLength(2)]);
  const seen = ['', 'a', 'ab', 'a', 'abc', '', 'ab'].map((v) => [field.check(v), field.error]);
  const [none, short] = ['f is required', 'f needs 2 characters'];
  assert.deepStrictEqual(seen, [[false, none], [false, short], [true, null], [false, short], [true, null], [false, none], [true, null]]);
});

test('submit after errors', () => {
  const form = new Form({ a: [required], b: [required] });
  assert.strictEqual(form.submit(), null);
  form.change('a', '1');
  assert.deepStrictEqual(form.shown(), ['b is required']);
  assert.strictEqual(form.submit(), null);
  form.values.b = '2';
  assert.deepStrictEqual(form.submit(), { a: '1', b: '2' });
  assert.deepStrictEqual(form.shown(), []);
  form.values.a = '';
  assert.strictEqual(form.submit(), null);
  assert.deepStrictEqual(form.shown(), ['a is required']);
});
