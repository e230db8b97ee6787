function range(from, to, step = 1) {
  const out = [];
  for (let i = from; step > 0 ? i < to : i < to; i += step) out.push(i);
  return out;
}

module.exports = { range };
