/** Runs jobs one after another, in the order they came. */
class Mutex {
  constructor() {
    this.tail = Promise.resolve();
    this.waiting = 0;
  }

  /** A promise of what `job` gives; a job that fails does not stop the later ones. */
  run(job) {
    this.waiting++;
    const result = this.tail.then(() => {
      this.waiting--;
      return job();
    });
    this.tail = result;
    return result;
  }

  get idle() {
    return this.waiting === 0;
  }
}

/** One mutex for each key. */
class KeyedMutex {
  constructor() {
    this.locks = new Map();
  }

  run(key, job) {
    if (!this.locks.has(key)) this.locks.set(key, new Mutex());
    return this.locks.get(key).run(job);
  }
}

module.exports = { Mutex, KeyedMutex };
