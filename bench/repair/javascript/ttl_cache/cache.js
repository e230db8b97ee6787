class TtlCache {
  /** `now` gives milliseconds; an entry lives for `ttl` of them. */
  constructor(ttl, now = Date.now) {
    this.ttl = ttl;
    this.now = now;
    this.entries = new Map();
    this.hits = 0;
    this.misses = 0;
  }

  set(key, value, ttl = this.ttl) {
    this.entries.set(key, { value, expires: this.now() + this.ttl });
    return this;
  }

  get(key) {
    const entry = this.entries.get(key);
    if (entry === undefined || entry.expires <= this.now()) {
      this.entries.delete(key);
      this.misses++;
      return undefined;
    }
    this.hits++;
    return entry.value;
  }

  /** Drops what has expired; returns how many entries that were. */
  purge() {
    let dropped = 0;
    for (const [key, entry] of this.entries) {
      if (entry.expires <= this.now()) {
        this.entries.delete(key);
        dropped++;
      }
    }
    return dropped;
  }

  get size() {
    return this.entries.size;
  }
}

module.exports = { TtlCache };
