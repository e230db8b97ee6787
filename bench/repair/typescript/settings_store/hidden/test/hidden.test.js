const test = require('node:test');
const assert = require('node:assert');
const { Settings } = require('../dist/settings');

test('sets and resets', () => {
  const values = [0, 1, '', 'x', false, true, 10];
  for (const start of [undefined, ...values]) {
    for (const a of values) {
      for (const b of values) {
        const settings = new Settings(start === undefined ? {} : { k: start });
        const seen = [];
        settings.onChange((...args) => seen.push(args));
        const want = [];
        if (a !== start) want.push(['k', a, start]);
        if (b !== a) want.push(['k', b, a]);
        assert.strictEqual(settings.set('k', a), a !== start);
        assert.strictEqual(settings.set('k', b), a !== b);
        assert.deepStrictEqual(settings.changed(), b === start ? {} : { k: b });
        assert.strictEqual(settings.get('k'), b);
        settings.reset('k');
        if (start !== undefined && b !== start) want.push(['k', start, b]);
        assert.deepStrictEqual(seen, want);
        assert.strictEqual(settings.get('k'), start);
        assert.deepStrictEqual(settings.changed(), {});
        settings.reset('k');
        assert.strictEqual(seen.length, want.length);
      }
    }
  }
});
