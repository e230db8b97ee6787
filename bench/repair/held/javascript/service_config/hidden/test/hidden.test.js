const test = require('node:test');
const assert = require('node:assert');
const { load } = require('../config');

test('values that look like nothing', () => {
  assert.strictEqual(load({ verbose: true }, { APP_VERBOSE: '0' }).verbose, false);
  assert.strictEqual(load({ port: 9 }, { APP_PORT: '0' }).port, 0);
  assert.strictEqual(load({ host: '' }).host, '');
  assert.strictEqual(load({ retries: null }, {}).retries, 3);
  assert.strictEqual(load({ retries: undefined }, {}).retries, 3);
});
