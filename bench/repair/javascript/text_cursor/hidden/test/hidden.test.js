const test = require('node:test');
const assert = require('node:assert');
const { Editor } = require('../editor');

test('all selections', () => {
  const text = 'abcde';
  for (let a = 0; a <= 5; a++) {
    for (let h = 0; h <= 5; h++) {
      const [s, e] = [Math.min(a, h), Math.max(a, h)];
      const typed = new Editor(text).select(a, h).type('XY');
      assert.strictEqual(typed.text, text.slice(0, s) + 'XY' + text.slice(e));
      assert.deepStrictEqual([typed.anchor, typed.head], [s + 2, s + 2]);
      const gone = new Editor(text).select(a, h).backspace();
      const from = s === e ? Math.max(0, s - 1) : s;
      assert.strictEqual(gone.text, text.slice(0, from) + text.slice(e));
      assert.strictEqual(gone.head, from);
      const round = new Editor(text).select(a, h).surround('<', '>>');
      assert.strictEqual(round.text, text.slice(0, s) + '<' + text.slice(s, e) + '>>' + text.slice(e));
      assert.strictEqual(round.selected(), text.slice(s, e));
    }
  }
});
