'use strict';

function makeNode() {
  return { children: new Map(), weight: 0 };
}

/** Words with weights, to complete what somebody types. */
class WordTrie {
  constructor() {
    this.root = makeNode();
    this.size = 0;
  }

  /** Adds a word, or adds to its weight. */
  add(word, weight = 1) {
    if (word === '') throw new RangeError('empty word');
    let node = this.root;
    for (const letter of word) {
      let next = node.children.get(letter);
      if (next === undefined) {
        next = makeNode();
        node.children.set(letter, next);
      }
      node = next;
    }
    this.size += 1;
    node.weight += weight;
  }

  weight(word) {
    const node = this.find(word);
    return node === null ? 0 : node.weight;
  }

  has(word) {
    return this.weight(word) > 0;
  }

  /** Takes a word out; true if it was there. */
  remove(word) {
    const path = [this.root];
    const letters = [...word];
    for (const letter of letters) {
      const next = path[path.length - 1].children.get(letter);
      if (next === undefined) return false;
      path.push(next);
    }
    const last = path[path.length - 1];
    if (last.weight === 0) return false;
    last.weight = 0;
    this.size -= 1;
    for (let i = letters.length; i > 0; i--) {
      if (path[i].weight > 0 || path[i].children.size > 0) break;
      path[i - 1].children.delete(letters[i - 1]);
    }
    return true;
  }

  /** The heaviest words that start with `prefix`; equals by the alphabet. */
  complete(prefix, limit = 5) {
    const start = this.find(prefix);
    if (start === null) return [];
    const found = [];
    const walk = (node, word) => {
      if (node.weight > 0) found.push({ word, weight: node.weight });
      for (const [letter, child] of node.children) walk(child, word + letter);
    };
    walk(start, prefix);
    found.sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
    return found.slice(0, limit).map((one) => one.word);
  }

  find(prefix) {
    let node = this.root;
    for (const letter of prefix) {
      node = node.children.get(letter);
      if (node === undefined) return null;
    }
    return node;
  }
}

module.exports = { WordTrie };
