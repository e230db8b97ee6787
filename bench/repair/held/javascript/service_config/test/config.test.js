const test = require('node:test');
const assert = require('node:assert');
const { load, DEFAULTS } = require('../config');

test('defaults', () => {
  assert.deepStrictEqual(load(), DEFAULTS);
});
test('environment wins', () => {
  assert.strictEqual(load({ port: 1 }, { APP_PORT: '2' }).port, 2);
});
test('no retries', () => {
  assert.strictEqual(load({ retries: 0 }).retries, 0);
});
test('null in the file is nothing', () => {
  assert.strictEqual(load({ host: null }).host, 'localhost');
});
test('bad number', () => {
  assert.throws(() => load({}, { APP_PORT: 'x' }), /APP_PORT/);
});
