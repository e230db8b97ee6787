import test from 'node:test';
import assert from 'node:assert';
import { write } from '../csv.js';

test('plain', () => assert.strictEqual(write([{ a: 1, b: 'x' }, { a: 2, b: 'y' }]), 'a,b\n1,x\n2,y\n'));
test('missing values', () => assert.strictEqual(write([{ a: null }, { b: 0 }]), 'a,b\n,\n,0\n'));
test('quotes', () => {
  assert.strictEqual(write([{ say: 'a "b"' }, { say: 'a,b' }]), 'say\n"a ""b"""\n"a,b"\n');
});
test('spaces at the ends are kept', () => assert.strictEqual(write([{ a: ' x' }]), 'a\n" x"\n'));
test('lines', () => {
  assert.strictEqual(write([{ text: 'one\ntwo' }]), 'text\n"one\ntwo"\n');
});
test('other separator', () => {
  assert.strictEqual(write([{ a: '1,5', b: 'x;y' }], { separator: ';' }), 'a;b\n1,5;"x;y"\n');
});
test('dates and columns', () => {
  assert.strictEqual(write([{ on: new Date(Date.UTC(2024, 0, 2)), no: 1 }], { columns: ['on'] }), 'on\n2024-01-02\n');
});
