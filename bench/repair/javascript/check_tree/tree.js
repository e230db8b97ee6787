const ON = 'on';
const OFF = 'off';
const SOME = 'some';

/** A tree of check boxes. A box with children is on if all of them are, off if none is, and otherwise in between. */
class Node {
  constructor(name, children = []) {
    this.name = name;
    this.state = OFF;
    this.parent = null;
    this.children = children;
    for (const child of children) child.parent = this;
  }

  set(on) {
    this.fill(on ? ON : OFF);
    for (let node = this.parent; node; node = node.parent) node.update();
  }

  /** A click on a box that is in between switches all on. */
  click() {
    this.set(this.state !== ON);
  }

  fill(state) {
    this.state = state;
    for (const child of this.children) child.fill(state);
  }

  update() {
    if (this.children.every((child) => child.state === ON)) this.state = ON;
    else if (this.children.some((child) => child.state === ON)) this.state = SOME;
    else this.state = OFF;
  }

  find(name) {
    if (this.name === name) return this;
    for (const child of this.children) {
      const found = child.find(name);
      if (found) return found;
    }
    return null;
  }

  /** The fewest names that say what is on: a whole branch counts as one. */
  selection() {
    if (this.state === ON) return [this.name];
    if (this.state === OFF) return [];
    return this.children.flatMap((child) => child.selection());
  }

  /** Switches exactly these on. */
  restore(names) {
    this.set(false);
    for (const name of names) {
      const node = this.find(name);
      if (node) node.set(true);
    }
  }
}

module.exports = { Node, ON, OFF, SOME };
