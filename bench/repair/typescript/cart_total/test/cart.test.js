const test = require('node:test');
const assert = require('node:assert');
const { add, total } = require('../dist/cart');

const lines = [{ name: 'pen', price: 250, count: 2 }, { name: 'ink', price: 999, count: 1 }];

test('no voucher', () => assert.strictEqual(total(lines), 1499));
test('voucher', () => assert.strictEqual(total(lines, { percent: 10, least: 1000 }), 1350));
test('too little for the voucher', () => assert.strictEqual(total(lines, { percent: 10, least: 2000 }), 1499));
test('add', () => assert.strictEqual(add(lines, { name: 'pen', price: 250, count: 1 })[0].count, 3));
