class Bus {
  constructor() {
    this.handlers = new Map();
  }

  on(name, handler) {
    const list = this.handlers.get(name) || [];
    list.push(handler);
    this.handlers.set(name, list);
    return () => this.off(name, handler);
  }

  off(name, handler) {
    const list = this.handlers.get(name) || [];
    this.handlers.set(name, list.filter((one) => one === handler));
  }

  emit(name, value) {
    const list = this.handlers.get(name) || [];
    for (const handler of list) handler(value);
    return list.length;
  }
}

module.exports = { Bus };
