export const LIMIT = 50;

/** The fields of a form with undo and redo. */
export class Draft {
  #fields;
  #past = [];
  #future = [];
  #saved;

  constructor(fields = {}) {
    this.#fields = { ...fields };
    this.#saved = { ...fields };
  }

  get(name) {
    return this.#fields[name];
  }

  toObject() {
    return { ...this.#fields };
  }

  set(name, value) {
    if (this.#fields[name] === value) return;
    this.#remember();
    this.#fields[name] = value;
  }

  clear(name) {
    if (!(name in this.#fields)) return;
    this.#remember();
    delete this.#fields[name];
  }

  /** Several fields in one step. */
  assign(changes) {
    this.#remember();
    Object.assign(this.#fields, changes);
  }

  undo() {
    if (this.#past.length === 0) return false;
    this.#future.push(this.#fields);
    this.#fields = this.#past.pop();
    return true;
  }

  redo() {
    if (this.#future.length === 0) return false;
    this.#past.push(this.#fields);
    this.#fields = this.#future.pop();
    return true;
  }

  save() {
    this.#saved = { ...this.#fields };
  }

  /** The names of the fields that differ from what was saved. */
  dirty() {
    const names = new Set([...Object.keys(this.#fields), ...Object.keys(this.#saved)]);
    return [...names].filter((name) => this.#fields[name] !== this.#saved[name]).sort();
  }

  get steps() {
    return this.#past.length;
  }

  #remember() {
    this.#past.push(this.#fields);
    if (this.#past.length > LIMIT) this.#past.shift();
    this.#future = [];
  }
}
