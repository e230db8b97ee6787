const test = require('node:test');
const assert = require('node:assert');
const { render } = require('../template');

test('zero everywhere', () => {
  assert.strictEqual(render('{{a}}{{&a}}', { a: 0 }), '00');
  assert.strictEqual(render('{{#list}}{{.}},{{/list}}', { list: [0, 1, 0] }), '0,1,0,');
  assert.strictEqual(render('{{a.b.c}}', { a: { b: { c: 0 } } }), '0');
  assert.strictEqual(render('{{#a}}{{b}}{{/a}}', { a: { b: 0 }, b: 7 }), '0');
});
test('missing ones are empty', () => {
  assert.strictEqual(render('[{{a}}{{b}}{{c.d}}{{e}}]', { a: null, b: undefined, e: '' }), '[]');
});
test('sections of missing and false ones', () => {
  assert.strictEqual(render('{{^a}}x{{/a}}{{#a}}y{{/a}}', { a: false }), 'x');
  assert.strictEqual(render('{{^a}}x{{/a}}', {}), 'x');
});
