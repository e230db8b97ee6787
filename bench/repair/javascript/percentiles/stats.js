function mean(values) {
  if (values.length === 0) return NaN;
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function sorted(values) {
  return values.slice().sort();
}

function median(values) {
  const list = sorted(values);
  if (list.length === 0) return NaN;
  const half = list.length >> 1;
  return list.length % 2 === 1 ? list[half] : (list[half - 1] + list[half]) / 2;
}

/** The smallest value that `percent` of all values do not exceed. */
function percentile(values, percent) {
  const list = sorted(values);
  if (list.length === 0) return NaN;
  const rank = Math.ceil((percent / 100) * list.length);
  return list[Math.max(rank, 1) - 1];
}

function summary(values) {
  return {
    count: values.length,
    mean: mean(values),
    median: median(values),
    p90: percentile(values, 90),
  };
}

module.exports = { mean, median, percentile, summary };
