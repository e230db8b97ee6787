const test = require('node:test');
const assert = require('node:assert');
const { translate } = require('../i18n');

test('counts', () => {
  for (let count = 0; count < 12; count++) {
    assert.strictEqual(translate('en', 'files', { count }), count === 1 ? '1 file' : `${count} files`);
    assert.strictEqual(translate('de', 'files', { count }), count === 1 ? '1 Datei' : `${count} Dateien`);
    for (const language of ['en', 'de', 'fr']) {
      assert.strictEqual(translate(language, 'items', { count }), count === 0 ? 'nothing' : count === 1 ? 'one thing' : `${count} things`);
    }
  }
  assert.strictEqual(translate('xx', 'hello', { name: '' }), 'Hello !');
  assert.strictEqual(translate('en', 'hello'), 'Hello {name}!');
});
