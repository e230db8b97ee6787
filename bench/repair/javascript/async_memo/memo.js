/** Keeps what asynchronous loaders gave, for each key. */
class AsyncCache {
  /** `load(key)` gives a promise; at most `size` values are kept, and those that were used last. */
  constructor(load, size = 100) {
    this.load = load;
    this.size = size;
    this.entries = new Map();
    this.hits = 0;
    this.misses = 0;
  }

  /** The value; who asks while it is being loaded gets the same one. What failed is not kept: the next one who asks loads it again. */
  get(key) {
    if (this.entries.has(key)) {
      this.hits += 1;
      const known = this.entries.get(key);
      this.entries.delete(key);
      this.entries.set(key, known);
      return known;
    }
    this.misses += 1;
    const promise = this.start(key);
    this.entries.set(key, promise);
    this.shrink();
    return promise;
  }

  /** Also what the loader throws at once becomes a promise. */
  async start(key) {
    return this.load(key);
  }

  /** Forgets a key, with `promise` only if that is still what it has. */
  forget(key, promise) {
    if (promise && this.entries.get(key) !== promise) return false;
    return this.entries.delete(key);
  }

  shrink() {
    while (this.entries.size > this.size) {
      const [oldest] = this.entries.keys();
      this.entries.delete(oldest);
    }
  }

  getAll(keys) {
    return Promise.all(keys.map((key) => this.get(key)));
  }
}

module.exports = { AsyncCache };
