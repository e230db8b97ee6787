/** The number of an IPv4 address, from 0 to 2^32 - 1. */
export function toNumber(address: string): number {
  const parts = address.split('.');
  if (parts.length !== 4) throw new SyntaxError(`not an address: ${address}`);
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) {
      throw new SyntaxError(`not an address: ${address}`);
    }
    value = (value << 8) | Number(part);
  }
  return value;
}

export function toText(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}
