export type Clock = () => number;

/** Calls `job` at most once in `wait` milliseconds; the calls between are dropped. */
export function throttle<A extends unknown[]>(job: (...args: A) => void, wait: number, clock: Clock): (...args: A) => boolean {
  let last = -Infinity;
  return (...args: A) => {
    const now = clock();
    if (now - last >= wait) {
      job(...args);
      return true;
    }
    last = now;
    return false;
  };
}

/** Counts calls in windows of `size` milliseconds from the first call on. */
export class Window {
  private start: number | undefined;
  private seen = 0;

  constructor(private readonly size: number, private readonly most: number, private readonly clock: Clock) {}

  hit(): boolean {
    const now = this.clock();
    if (this.start === undefined || now - this.start >= this.size) {
      this.start = now;
      this.seen = 0;
    }
    if (this.seen >= this.most) {
      return false;
    }
    this.seen++;
    return true;
  }

  left(): number {
    return this.most - this.seen;
  }
}
