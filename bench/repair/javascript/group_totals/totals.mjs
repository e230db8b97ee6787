export function groupBy(rows, key) {
  const pick = typeof key === 'function' ? key : (row) => row[key];
  return rows.reduce((groups, row) => {
    const name = pick(row);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(row);
    return groups;
  }, new Map());
}

const REDUCERS = {
  count: (rows) => rows.length,
  sum: (rows, field) => rows.reduce((sum, row) => sum + row[field], 0),
  max: (rows, field) => rows.reduce((most, row) => Math.max(most, row[field]), 0),
  min: (rows, field) => rows.reduce((least, row) => Math.min(least, row[field]), Infinity),
  average: (rows, field) => REDUCERS.sum(rows, field) / rows.length,
};

/** For each group one row: { [key], name: value } with names like "sum_price". */
export function totals(rows, key, ...wanted) {
  const out = [];
  for (const [value, group] of groupBy(rows, key)) {
    const line = { [key]: value };
    for (const name of wanted) {
      const [reducer, field] = name.split('_');
      if (REDUCERS[reducer] === undefined) throw new Error(`unknown total ${name}`);
      line[name] = REDUCERS[reducer](group, field);
    }
    out.push(line);
  }
  return out;
}
