export type Clock = () => number;

interface Entry<V> {
  value: V;
  until: number;
}

/** Remembers what a function returned for `ttl` milliseconds. */
export class Memo<K, V> {
  private entries = new Map<K, Entry<V>>();
  hits = 0;

  constructor(
    private readonly make: (key: K) => V,
    private readonly ttl: number,
    private readonly clock: Clock,
  ) {}

  get(key: K): V {
    const now = this.clock();
    const known = this.entries.get(key);
    if (known !== undefined && now < known.until) {
      this.hits += 1;
      return known.value;
    }
    const value = this.make(key);
    this.entries.set(key, { value, until: now + this.ttl });
    return value;
  }

  /** Forgets what is too old; how many that were. */
  sweep(): number {
    const now = this.clock();
    let gone = 0;
    for (const [key, entry] of this.entries) {
      if (entry.until >= now) {
        this.entries.delete(key);
        gone += 1;
      }
    }
    return gone;
  }
}
