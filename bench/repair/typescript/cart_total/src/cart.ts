export interface Line {
  name: string;
  price: number; // cents
  count: number;
}

export interface Voucher {
  percent: number;
  least: number; // cents that the cart must have
}

export function subtotal(lines: Line[]): number {
  return lines.reduce((sum, line) => sum + line.price * line.count, 0);
}

/** Cents to pay; a voucher counts from its least amount on. */
export function total(lines: Line[], voucher?: Voucher): number {
  const sum = subtotal(lines);
  if (voucher === undefined || sum < voucher.least) {
    return sum;
  }
  return sum + Math.floor((sum * voucher.percent) / 100);
}

export function add(lines: Line[], line: Line): Line[] {
  const known = lines.find((one) => one.name === line.name);
  if (known === undefined) {
    return [...lines, line];
  }
  return lines.map((one) => (one === known ? { ...one, count: one.count + line.count } : one));
}
