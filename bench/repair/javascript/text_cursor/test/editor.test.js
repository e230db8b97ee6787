const test = require('node:test');
const assert = require('node:assert');
const { Editor } = require('../editor');

test('types at the end', () => {
  const editor = new Editor('ab').type('c');
  assert.strictEqual(editor.text, 'abc');
  assert.strictEqual(editor.head, 3);
});

test('replaces the selection', () => {
  const editor = new Editor('one two').select(0, 3).type('three');
  assert.strictEqual(editor.text, 'three two');
  assert.strictEqual(editor.head, 5);
});

test('replaces what was selected backwards', () => {
  const editor = new Editor('one two').select(7, 4);
  assert.strictEqual(editor.selected(), 'two');
  assert.strictEqual(editor.type('six').text, 'one six');
});

test('backspace', () => {
  assert.strictEqual(new Editor('').backspace().text, '');
  assert.strictEqual(new Editor('abc').select(0, 2).backspace().text, 'c');
});

test('moves', () => {
  const editor = new Editor('abcdef').select(4, 2);
  assert.strictEqual(editor.left().head, 2);
  assert.strictEqual(editor.select(4, 2).right().head, 4);
  assert.strictEqual(editor.select(9, 9).right().head, 6);
  assert.strictEqual(editor.select(0, 0).left().head, 0);
});

test('surrounds', () => {
  const editor = new Editor('a b c').select(2, 3).surround('**', '**');
  assert.strictEqual(editor.text, 'a **b** c');
  assert.strictEqual(editor.selected(), 'b');
});
