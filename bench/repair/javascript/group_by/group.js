/** { key: [items] } in the order of the items. */
function groupBy(items, keyOf) {
  const groups = {};
  for (const item of items) {
    const key = keyOf(item);
    if (groups[key]) groups[key] = [];
    groups[key].push(item);
  }
  return groups;
}

function countBy(items, keyOf) {
  const groups = groupBy(items, keyOf);
  const out = {};
  for (const key of Object.keys(groups)) out[key] = groups[key].length;
  return out;
}

module.exports = { groupBy, countBy };
