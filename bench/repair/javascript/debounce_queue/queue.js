class Queue {
  constructor(limit) {
    this.limit = limit;
    this.items = [];
    this.dropped = 0;
  }

  push(item) {
    if (this.items.length > this.limit) {
      this.items.shift();
      this.dropped += 1;
    }
    this.items.push(item);
    return this.items.length;
  }

  drain() {
    const out = this.items;
    this.items = [];
    return out;
  }
}

module.exports = { Queue };
