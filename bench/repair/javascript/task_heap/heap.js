class Heap {
  constructor(less = (a, b) => a < b) {
    this.less = less;
    this.items = [];
  }

  get size() {
    return this.items.length;
  }

  peek() {
    return this.items[0];
  }

  push(item) {
    this.items.push(item);
    let at = this.items.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.less(this.items[at], this.items[parent])) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  pop() {
    const top = this.items[0];
    const last = this.items.pop();
    if (this.items.length > 0) {
      this.items[0] = last;
      this.sink(0);
    }
    return top;
  }

  sink(at) {
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.items.length && this.less(this.items[child], this.items[at])) least = child;
      }
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  swap(a, b) {
    [this.items[a], this.items[b]] = [this.items[b], this.items[a]];
  }
}

/** The `count` largest values, the largest first. */
function largest(values, count) {
  const heap = new Heap();
  for (const value of values) {
    heap.push(value);
    if (heap.size > count) heap.pop();
  }
  const out = [];
  while (heap.size > 0) out.unshift(heap.pop());
  return out;
}

module.exports = { Heap, largest };
