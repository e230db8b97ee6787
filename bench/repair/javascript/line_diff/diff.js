/** lengths[i][j]: the longest common part of a from i and b from j. */
function lengths(a, b) {
  const table = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j + 1], table[i][j + 1]);
    }
  }
  return table;
}

/** Lines with a mark before them: ' ' in both, '-' only in a, '+' only in b. */
function diff(a, b) {
  const table = lengths(a, b);
  const out = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      out.push(' ' + a[i]);
      i++;
      j++;
    } else if (table[i + 1][j] >= table[i][j + 1]) {
      out.push('-' + a[i++]);
    } else {
      out.push('+' + b[j++]);
    }
  }
  while (i < a.length) out.push('-' + a[i++]);
  while (j < b.length) out.push('+' + b[j++]);
  return out;
}

function stat(a, b) {
  const lines = diff(a, b);
  const count = (mark) => lines.filter((line) => line[0] === mark).length;
  return { added: count('+'), removed: count('-'), same: count(' ') };
}

module.exports = { diff, stat };
