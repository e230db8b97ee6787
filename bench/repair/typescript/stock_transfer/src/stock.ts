export class OutOfStock extends Error {
  constructor(readonly item: string, readonly missing: number) {
    super(`${missing} of ${item} missing`);
    this.name = 'OutOfStock';
  }
}

export class Store {
  private readonly counts = new Map<string, number>();

  constructor(readonly name: string) {}

  count(item: string): number {
    return this.counts.get(item) ?? 0;
  }

  put(item: string, count: number): void {
    this.counts.set(item, this.count(item) + count);
  }

  take(item: string, count: number): void {
    const have = this.count(item);
    if (have < count) {
      throw new OutOfStock(item, count - have);
    }
    if (have === count) {
      this.counts.delete(item);
    } else {
      this.counts.set(item, have - count);
    }
  }

  items(): string[] {
    return [...this.counts.keys()].sort();
  }
}

export function move(from: Store, to: Store, item: string, count: number): void {
  from.take(item, count);
  to.put(item, count);
}

/** Evens out an item between two stores; the first one keeps the odd piece. */
export function balance(a: Store, b: Store, item: string): number {
  const target = Math.ceil((a.count(item) + b.count(item)) / 2);
  const extra = a.count(item) - target;
  if (extra > 0) {
    move(a, b, item, extra);
  } else if (extra < 0) {
    move(a, b, item, -extra);
  }
  return Math.abs(extra);
}
