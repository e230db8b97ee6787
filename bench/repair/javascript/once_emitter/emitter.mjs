export class Emitter {
  #listeners = new Map();

  on(name, listener) {
    if (!this.#listeners.has(name)) this.#listeners.set(name, []);
    this.#listeners.get(name).push(listener);
    return this;
  }

  once(name, listener) {
    const wrapped = (...args) => {
      this.off(name, wrapped);
      listener(...args);
    };
    wrapped.original = listener;
    return this.on(name, wrapped);
  }

  off(name, listener) {
    const list = this.#listeners.get(name);
    if (list === undefined) return this;
    const at = list.findIndex((one) => one === listener || one.original === listener);
    if (at >= 0) list.splice(at, 1);
    if (list.length === 0) this.#listeners.delete(name);
    return this;
  }

  emit(name, ...args) {
    const list = this.#listeners.get(name);
    if (list === undefined) return false;
    for (const listener of list) listener(...args);
    return true;
  }

  count(name) {
    return this.#listeners.get(name)?.length ?? 0;
  }
}
