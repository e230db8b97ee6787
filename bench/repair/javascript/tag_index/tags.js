export class TagIndex {
  constructor() {
    this.byTag = new Map();
  }

  /** Tags are compared without case and without spaces around them. */
  static clean(tag) {
    return tag.toLowerCase();
  }

  add(id, ...tags) {
    for (const tag of tags) {
      const name = TagIndex.clean(tag);
      if (!this.byTag.has(name)) this.byTag.set(name, new Set());
      this.byTag.get(name).add(id);
    }
    return this;
  }

  ids(tag) {
    return this.byTag.get(TagIndex.clean(tag)) ?? new Set();
  }

  /** Ids that have all of the tags, sorted. */
  withAll(...tags) {
    if (tags.length === 0) return [];
    const [first, ...rest] = tags.map((tag) => this.ids(tag));
    return [...first].filter((id) => rest.some((ids) => ids.has(id))).sort((a, b) => a - b);
  }

  /** Ids that have one of the tags at least, sorted. */
  withAny(...tags) {
    const found = new Set(tags.flatMap((tag) => [...this.ids(tag)]));
    return [...found].sort((a, b) => a - b);
  }

  /** [tag, count], the most used first, then by name. */
  top(count) {
    return [...this.byTag]
      .map(([tag, ids]) => [tag, ids.size])
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, count);
  }
}
