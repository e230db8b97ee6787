const test = require('node:test');
const assert = require('node:assert');
const { format, parse } = require('../price');

test('there and back', () => {
  for (const cents of [0, 1, 5, 9, 10, 50, 99, 100, 101, 110, 999, 100000, 123405, 99999999]) {
    const text = format(cents);
    assert.match(text, /^\$\d{1,3}(,\d{3})*\.\d\d$/);
    assert.strictEqual(parse(text.slice(1)), cents);
    if (cents > 0) assert.strictEqual(format(-cents), '-' + text);
  }
  for (let c = 0; c < 100; c++) assert.strictEqual(format(c), '$0.' + (c < 10 ? '0' : '') + c);
});
test('parse', () => {
  assert.strictEqual(parse('3.05'), 305);
  assert.strictEqual(parse('3.5'), 350);
  assert.strictEqual(parse(' 3 '), 300);
  for (const bad of ['', '.5', '3.', '1.234', 'a', '--1']) assert.strictEqual(parse(bad), null);
});
