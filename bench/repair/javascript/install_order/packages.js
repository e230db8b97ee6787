class CycleError extends Error {
  constructor(path) {
    super(`cycle: ${path.join(' -> ')}`);
    this.path = path;
  }
}

/** `web@^2` as { name, range }; without a range any version will do. */
function parseNeed(text) {
  const at = text.indexOf('@', 1);
  return at < 0 ? { name: text, range: '*' } : { name: text.slice(0, at), range: text.slice(at + 1) };
}

class Registry {
  constructor() {
    this.packages = new Map();
  }

  add(name, needs = []) {
    this.packages.set(name, needs.map(parseNeed));
    return this;
  }

  needs(name) {
    const needs = this.packages.get(name);
    if (!needs) throw new Error(`no such package: ${name}`);
    return needs.map((need) => need.name);
  }

  /** The names in the order in which they must be installed: each after everything it needs, and once. */
  order(...names) {
    const done = [];
    const path = [];
    const visit = (name) => {
      if (path.includes(name)) throw new CycleError([...path.slice(path.indexOf(name)), name]);
      if (done.includes(name)) return;
      path.push(name);
      for (const need of this.needs(name)) visit(need);
      done.push(name);
    };
    names.forEach(visit);
    return done;
  }

  /** Who needs the package, directly or not, by name. */
  users(name) {
    const found = [];
    for (const other of this.packages.keys()) {
      if (other !== name && this.order(other).includes(name)) found.push(other);
    }
    return found.sort();
  }
}

module.exports = { Registry, CycleError, parseNeed };
