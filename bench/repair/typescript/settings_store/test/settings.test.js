const test = require('node:test');
const assert = require('node:assert');
const { Settings } = require('../dist/settings');

test('defaults', () => {
  const settings = new Settings({ size: 10 });
  assert.strictEqual(settings.get('size'), 10);
  assert.strictEqual(settings.get('color'), undefined);
});
test('set', () => {
  const settings = new Settings({ size: 10 });
  assert.strictEqual(settings.set('size', 12), true);
  assert.strictEqual(settings.set('size', 12), false);
  assert.deepStrictEqual(settings.changed(), { size: 12 });
});
test('listener', () => {
  const settings = new Settings();
  const seen = [];
  const off = settings.onChange((...args) => seen.push(args));
  settings.set('a', 1);
  settings.set('a', false);
  off();
  settings.set('a', 3);
  assert.deepStrictEqual(seen, [['a', 1, undefined], ['a', false, 1]]);
});
test('reset', () => {
  const settings = new Settings({ size: 10 });
  const seen = [];
  settings.set('size', 12);
  settings.onChange((...args) => seen.push(args));
  settings.reset('size');
  assert.strictEqual(settings.get('size'), 10);
  assert.deepStrictEqual(seen, [['size', 10, 12]]);
});
