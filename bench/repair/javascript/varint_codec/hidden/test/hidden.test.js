import test from 'node:test';
import assert from 'node:assert';
import { decode, decodeAll, encode, encodeAll, unzigzag, zigzag } from '../varint.js';

test('there and back', () => {
  const values = [];
  for (let bit = 0; bit < 28; bit++) {
    for (const d of [-1, 0, 1, 77]) if (2 ** bit + d >= 0 && 2 ** bit + d < 2 ** 28) values.push(2 ** bit + d);
  }
  values.push(2 ** 28 - 1, 0);
  for (const v of values) {
    const bytes = encode(v);
    assert.strictEqual(bytes.length, v < 128 ? 1 : v < 16384 ? 2 : v < 2097152 ? 3 : 4);
    assert.strictEqual(bytes.reduce((sum, b, i) => sum + (b % 128) * 128 ** i, 0), v);
    assert.deepStrictEqual(bytes.map((b) => b >= 128), bytes.map((_, i) => i < bytes.length - 1));
    assert.deepStrictEqual(decode([9, ...bytes, 9], 1), { value: v, next: 1 + bytes.length });
  }
  assert.deepStrictEqual([...decodeAll(encodeAll(values))], values);
  assert.throws(() => decode([0x80, 0x80, 0x80, 0x80, 1]), /too long/);
  for (let n = -100; n < 100; n++) assert.strictEqual(unzigzag(zigzag(n)), n);
});
