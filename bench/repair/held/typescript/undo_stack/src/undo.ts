/** A value with undo and redo. */
export class Undoable<T> {
  private past: T[] = [];
  private future: T[] = [];

  constructor(private current: T, private readonly limit = 100) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    if (value === this.current) {
      return;
    }
    this.past.push(this.current);
    if (this.past.length > this.limit) {
      this.past.shift();
    }
    this.current = value;
  }

  undo(): boolean {
    const before = this.past.pop();
    if (before === undefined) {
      return false;
    }
    this.future.push(this.current);
    this.current = before;
    return true;
  }

  redo(): boolean {
    const after = this.future.pop();
    if (after === undefined) {
      return false;
    }
    this.past.push(this.current);
    this.current = after;
    return true;
  }
}
