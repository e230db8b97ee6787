const test = require('node:test');
const assert = require('node:assert');
const { fill, translate } = require('../i18n');

test('fill', () => assert.strictEqual(fill('{a} {b}', { a: 0 }), '0 {b}'));
test('hello', () => assert.strictEqual(translate('de', 'hello', { name: 'Eva' }), 'Hallo Eva!'));
test('one', () => assert.strictEqual(translate('en', 'files', { count: 1 }), '1 file'));
test('many', () => assert.strictEqual(translate('de', 'files', { count: 3 }), '3 Dateien'));
test('zero', () => assert.strictEqual(translate('en', 'items', { count: 0 }), 'nothing'));
test('zero without a form', () => assert.strictEqual(translate('en', 'files', { count: 0 }), '0 files'));
test('falls back', () => assert.strictEqual(translate('de', 'items', { count: 1 }), 'one thing'));
test('unknown', () => assert.strictEqual(translate('en', 'bye'), 'bye'));
