const test = require('node:test');
const assert = require('node:assert');
const { Form, required, minLength, matches } = require('../form');

const make = () => new Form({ name: [required, minLength(2)], mail: [matches(/@/, 'is no address')] });

test('rules', () => {
  assert.strictEqual(required(''), 'is required');
  assert.strictEqual(required('x'), null);
  assert.strictEqual(minLength(3)('ab'), 'needs 3 characters');
  assert.strictEqual(matches(/^a/, 'no')('abc'), null);
});

test('only touched fields show errors', () => {
  const form = make();
  assert.strictEqual(form.change('name', 'x'), false);
  assert.deepStrictEqual(form.shown(), ['name needs 2 characters']);
});

test('the first broken rule counts', () => {
  const form = make();
  form.change('name', '');
  assert.deepStrictEqual(form.shown(), ['name is required']);
});

test('submit', () => {
  const form = make();
  form.change('name', 'ada');
  form.change('mail', 'a@b');
  assert.deepStrictEqual(form.submit(), { name: 'ada', mail: 'a@b' });
});

test('submit shows everything', () => {
  const form = make();
  assert.strictEqual(form.submit(), null);
  assert.deepStrictEqual(form.shown(), ['name is required', 'mail is no address']);
});

test('errors go away', () => {
  const form = make();
  assert.strictEqual(form.change('name', ''), false);
  assert.strictEqual(form.change('name', 'ada'), true);
  assert.deepStrictEqual(form.shown(), []);
});
