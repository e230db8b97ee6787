const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

function check(base: number): void {
  if (!Number.isInteger(base) || base < 2 || base > 36) {
    throw new RangeError(`base ${base}`);
  }
}

export function toBase(value: number, base: number): string {
  check(base);
  if (value === 0) {
    return '0';
  }
  let rest = Math.abs(value);
  let out = '';
  while (rest > 0) {
    out = DIGITS[rest % base] + out;
    rest = Math.floor(rest / base);
  }
  return value < 0 ? '-' + out : out;
}

export function fromBase(text: string, base: number): number {
  check(base);
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  if (digits === '') {
    throw new SyntaxError('no digits');
  }
  let value = 0;
  for (const c of digits) {
    const digit = DIGITS.indexOf(c);
    if (digit < 0 || digit >= base) {
      throw new SyntaxError(`digit ${c} in base ${base}`);
    }
    value = value * base + digit;
  }
  return negative ? -value : value;
}

export function convert(text: string, from: number, to: number): string {
  return toBase(fromBase(text, from), to);
}

/** Groups of `size` digits from the right. */
export function grouped(text: string, size: number, by = ' '): string {
  const first = text.length % size;
  const groups = first > 0 ? [text.slice(0, first)] : [];
  for (let i = first; i < text.length; i += size) {
    groups.push(text.slice(i, i + size));
  }
  return groups.join(by);
}
