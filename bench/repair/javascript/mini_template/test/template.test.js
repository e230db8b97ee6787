const test = require('node:test');
const assert = require('node:assert');
const { render } = require('../template');

test('values', () => {
  assert.strictEqual(render('Hello {{name}}!', { name: 'Ann' }), 'Hello Ann!');
  assert.strictEqual(render('Hello {{ user.name }}!', { user: { name: 'Bob' } }), 'Hello Bob!');
  assert.strictEqual(render('[{{nothing}}]', {}), '[]');
});
test('escapes', () => {
  assert.strictEqual(render('{{a}} {{&a}}', { a: '<b> & "c"' }), '&lt;b&gt; &amp; &quot;c&quot; <b> & "c"');
});
test('sections', () => {
  const template = '{{#items}}<{{name}}>{{/items}}{{^items}}none{{/items}}';
  assert.strictEqual(render(template, { items: [{ name: 'a' }, { name: 'b' }] }), '<a><b>');
  assert.strictEqual(render(template, { items: [] }), 'none');
});
test('a summary', () => {
  const template = '{{#rows}}{{label}}: {{count}}\n{{/rows}}';
  assert.strictEqual(render(template, { rows: [{ label: 'open', count: 3 }, { label: 'closed', count: 0 }] }), 'open: 3\nclosed: 0\n');
});
test('outer values in a section', () => {
  assert.strictEqual(render('{{#list}}{{.}}{{sep}}{{/list}}', { list: [1, 2], sep: ';' }), '1;2;');
});
test('errors', () => {
  assert.throws(() => render('{{#a}}', {}), SyntaxError);
  assert.throws(() => render('{{/a}}', {}), SyntaxError);
});
