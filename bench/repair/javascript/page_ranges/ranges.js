/** "1-3,7" -> [1, 2, 3, 7]; sorted, each page once. */
function parse(text, last = Infinity) {
  const pages = new Set();
  for (const part of text.split(',')) {
    const match = /^\s*(\d+)\s*(?:-\s*(\d*)\s*)?$/.exec(part);
    if (!match) throw new SyntaxError(`bad range "${part}"`);
    const from = Number(match[1]);
    const to = match[2] === undefined ? from : match[2] === '' ? last : Number(match[2]);
    if (to === Infinity) throw new RangeError('open range without a last page');
    for (let page = from; page <= Math.min(to, last); page++) pages.add(page);
  }
  return [...pages].sort((a, b) => a - b);
}

/** [1, 2, 3, 7] -> "1-3,7" */
function format(pages) {
  const parts = [];
  let start = null;
  let previous = null;
  const close = () => {
    if (start !== null) parts.push(start === previous ? String(start) : `${start}-${previous}`);
  };
  for (const page of pages) {
    if (previous === null || page !== previous + 1) {
      start = page;
      close();
    }
    previous = page;
  }
  close();
  return parts.join(',');
}

module.exports = { parse, format };
