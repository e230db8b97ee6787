/** Keeps the newest `capacity` values. */
export class Ring<T> {
  private readonly slots: (T | undefined)[];
  private first = 0;
  private count = 0;

  constructor(readonly capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`capacity ${capacity}`);
    }
    this.slots = new Array(capacity).fill(undefined);
  }

  get length(): number {
    return this.count;
  }

  /** Adds a value; gives the one that had to go. */
  push(value: T): T | undefined {
    const at = this.count % this.capacity;
    const gone = this.slots[at];
    this.slots[at] = value;
    if (this.count < this.capacity) {
      this.count++;
    } else {
      this.first = (this.first + 1) % this.capacity;
    }
    return gone;
  }

  /** Takes the oldest value. */
  shift(): T | undefined {
    if (this.count === 0) {
      return undefined;
    }
    const value = this.slots[this.first];
    this.slots[this.first] = undefined;
    this.first = (this.first + 1) % this.capacity;
    this.count--;
    return value;
  }

  /** The value at `index` from the oldest; negative ones count from the newest. */
  at(index: number): T | undefined {
    const from = index < 0 ? this.count + index : index;
    if (from < 0 || from >= this.count) {
      return undefined;
    }
    return this.slots[(this.first + from) % this.capacity];
  }

  toArray(): T[] {
    return Array.from({ length: this.count }, (_, i) => this.at(i) as T);
  }
}
