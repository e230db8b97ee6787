import test from 'node:test';
import assert from 'node:assert';
import { decode, decodeAll, encode, encodeAll, unzigzag, zigzag } from '../varint.js';

test('one byte', () => {
  assert.deepStrictEqual(encode(5), [5]);
  assert.deepStrictEqual(decode([5]), { value: 5, next: 1 });
});
test('two bytes', () => assert.deepStrictEqual(encode(300), [0xac, 0x02]));
test('decode two bytes', () => assert.deepStrictEqual(decode([0xac, 0x02]), { value: 300, next: 2 }));
test('cut off', () => assert.throws(() => decode([0x80]), /cut off/));
test('too large', () => {
  assert.throws(() => encode(2 ** 28), RangeError);
  assert.throws(() => encode(-1), RangeError);
});
test('all', () => assert.deepStrictEqual([...decodeAll(encodeAll([1, 1000, 3]))], [1, 1000, 3]));
test('zigzag', () => assert.deepStrictEqual([0, -1, 1, -2].map(zigzag).map(unzigzag), [0, -1, 1, -2]));
