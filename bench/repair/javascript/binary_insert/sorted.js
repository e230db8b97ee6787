/** Index at which `x` goes into the sorted `list`, behind equal ones. */
function position(list, x) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= x) low = middle;
    else high = middle;
  }
  return low;
}

function insert(list, x) {
  list.splice(position(list, x), 0, x);
  return list;
}

module.exports = { position, insert };
