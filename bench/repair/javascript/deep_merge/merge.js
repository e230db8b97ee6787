function isPlain(value) {
  return typeof value === 'object' && value !== null;
}

function clone(value) {
  if (Array.isArray(value)) return value.map(clone);
  if (isPlain(value)) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, clone(v)]));
  }
  return value;
}

/** A new object: objects are merged, everything else of `over` wins; undefined is no value. */
function merge(base, over) {
  const out = clone(base);
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    if (isPlain(value) && isPlain(out[key])) {
      out[key] = merge(out[key], value);
    } else {
      out[key] = clone(value);
    }
  }
  return out;
}

function mergeAll(...layers) {
  return layers.reduce((sum, layer) => merge(sum, layer ?? {}), {});
}

module.exports = { clone, merge, mergeAll };
