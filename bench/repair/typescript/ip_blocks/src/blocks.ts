import { toNumber, toText } from './address';

export interface Block {
  first: number;
  last: number;
}

/** The block of a text such as 10.0.0.0/8, 10.0.0.1-10.0.0.9 or 10.0.0.1. */
export function parseBlock(text: string): Block {
  const slash = text.indexOf('/');
  if (slash !== -1) {
    const bits = Number(text.slice(slash + 1));
    if (!Number.isInteger(bits) || bits < 0 || bits > 32) throw new RangeError(`not a prefix: ${text}`);
    const size = 2 ** (32 - bits);
    const address = toNumber(text.slice(0, slash));
    const first = Math.floor(address / size) * size;
    return { first, last: first + size - 1 };
  }
  const [from, to] = text.split('-');
  const first = toNumber(from.trim());
  const last = to === undefined ? first : toNumber(to.trim());
  if (last < first) throw new RangeError(`ends before it starts: ${text}`);
  return { first, last };
}

/** A list of blocks in order, joined where they touch. */
export class BlockList {
  private readonly blocks: Block[];

  constructor(texts: string[]) {
    const sorted = texts.map(parseBlock).sort((a, b) => a.first - b.first);
    this.blocks = [];
    for (const block of sorted) {
      const last = this.blocks[this.blocks.length - 1];
      if (last !== undefined && block.first <= last.last + 1) {
        last.last = Math.max(last.last, block.last);
      } else {
        this.blocks.push({ ...block });
      }
    }
  }

  has(address: string): boolean {
    const value = toNumber(address);
    let low = 0;
    let high = this.blocks.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const block = this.blocks[middle];
      if (value < block.first) high = middle - 1;
      else if (value > block.last) low = middle + 1;
      else return true;
    }
    return false;
  }

  get count(): number {
    return this.blocks.reduce((sum, block) => sum + block.last - block.first + 1, 0);
  }

  toText(): string[] {
    return this.blocks.map(({ first, last }) => (first === last ? toText(first) : `${toText(first)}-${toText(last)}`));
  }
}
