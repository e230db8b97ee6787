const DEFAULTS = { offset: 0, limit: 20, order: 'asc' };

/** Options as the caller gave them, with defaults for what is not there. */
function options(given = {}) {
  return {
    offset: given.offset ?? DEFAULTS.offset,
    limit: given.limit || DEFAULTS.limit,
    order: given.order || DEFAULTS.order,
  };
}

function compare(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A window of `items`, sorted by the field `key`. */
function list(items, key, given) {
  const { offset, limit, order } = options(given);
  if (limit < 0 || offset < 0) throw new RangeError('negative window');
  const sign = order === 'desc' ? -1 : 1;
  const sorted = [...items].sort((a, b) => sign * compare(a[key], b[key]));
  return {
    items: sorted.slice(offset, offset + limit),
    total: items.length,
    more: offset + limit < items.length,
  };
}

module.exports = { list, options };
