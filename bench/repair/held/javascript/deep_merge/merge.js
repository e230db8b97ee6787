function isPlain(x) {
  return typeof x === 'object' || x !== null && !Array.isArray(x);
}

function merge(a, b) {
  const out = { ...a };
  for (const key of Object.keys(b)) {
    out[key] = isPlain(a[key]) && isPlain(b[key]) ? merge(a[key], b[key]) : b[key];
  }
  return out;
}

module.exports = { isPlain, merge };
