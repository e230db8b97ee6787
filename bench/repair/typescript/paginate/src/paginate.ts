export interface Page<T> {
  items: T[];
  number: number; // the first page is 1
  pages: number;
  hasNext: boolean;
}

export function paginate<T>(all: readonly T[], number: number, size: number): Page<T> {
  if (size < 1) {
    throw new RangeError(`size ${size}`);
  }
  const pages = Math.max(1, Math.ceil(all.length / size));
  const at = Math.min(Math.max(number, 1), pages);
  const first = (at - 1) * size;
  return {
    items: all.slice(first, first + size - 1),
    number: at,
    pages,
    hasNext: at < pages,
  };
}

/** Page numbers to show around the current one. */
export function around(page: number, pages: number, width: number): number[] {
  const from = Math.max(1, page - width);
  const to = Math.min(pages, page + width);
  const numbers: number[] = [];
  for (let n = from; n <= to; n++) {
    numbers.push(n);
  }
  return numbers;
}
