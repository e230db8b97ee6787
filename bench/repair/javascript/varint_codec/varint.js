/** Bytes of a whole number below 2^28: seven bits in each, low ones first, the top bit says that more follow. */
export function encode(value) {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 28) throw new RangeError(`cannot encode ${value}`);
  const bytes = [];
  while (value > 0x7f) {
    bytes.push((value & 0x7f) | 0x80);
    value >>= 7;
  }
  bytes.push(value);
  return bytes;
}

/** { value, next } of the number at `at`. */
export function decode(bytes, at = 0) {
  let value = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    if (at >= bytes.length) throw new RangeError('cut off');
    const byte = bytes[at++];
    value |= byte & 0x7f << shift;
    if ((byte & 0x80) === 0) return { value, next: at };
  }
  throw new RangeError('too long');
}

export function encodeAll(values) {
  return Uint8Array.from(values.flatMap(encode));
}

export function* decodeAll(bytes) {
  let at = 0;
  while (at < bytes.length) {
    const { value, next } = decode(bytes, at);
    yield value;
    at = next;
  }
}

/** Signed numbers so that small ones stay short: 0, -1, 1, -2 become 0, 1, 2, 3. */
export const zigzag = (n) => (n < 0 ? -2 * n - 1 : 2 * n);
export const unzigzag = (n) => (n % 2 === 1 ? -(n + 1) / 2 : n / 2);
