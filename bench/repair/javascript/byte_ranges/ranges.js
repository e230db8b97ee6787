export class RangeNotSatisfiable extends Error {
  constructor(size) {
    super('range not satisfiable');
    this.status = 416;
    this.contentRange = `bytes */${size}`;
  }
}

function parseOne(text, size) {
  const match = /^(\d*)-(\d*)$/.exec(text.trim());
  if (match === null || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') {
    const length = Number(match[2]);
    if (length === 0 || size === 0) return undefined;
    return { start: size - length, end: size - 1 };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[2] !== '' && Number(match[2]) < start) return null;
  if (start >= size) return undefined;
  return { start, end };
}

function merge(ranges) {
  const sorted = [...ranges].sort((a, b) => a.start - b.start);
  const out = [];
  for (const range of sorted) {
    const last = out[out.length - 1];
    if (last !== undefined && range.start <= last.end + 1) {
      last.end = Math.max(last.end, range.end);
    } else {
      out.push({ ...range });
    }
  }
  return out;
}

/**
 * The ranges of bytes (both ends included) that a Range header asks of a body
 * of `size` bytes; null if the header is to be ignored.
 */
export function parseRange(header, size) {
  if (header === undefined || !header.startsWith('bytes=')) return null;
  const ranges = [];
  for (const part of header.slice('bytes='.length).split(',')) {
    const range = parseOne(part, size);
    if (range === null) return null;
    if (range !== undefined) ranges.push(range);
  }
  if (ranges.length === 0) throw new RangeNotSatisfiable(size);
  return merge(ranges);
}

/** What is to be answered for the header: the status, the headers and the parts of the body. */
export function respond(header, body) {
  const ranges = parseRange(header, body.length);
  if (ranges === null) {
    return { status: 200, headers: { 'content-length': body.length }, parts: [body] };
  }
  const parts = ranges.map(({ start, end }) => body.slice(start, end + 1));
  const headers = { 'content-length': parts.reduce((sum, part) => sum + part.length, 0) };
  if (ranges.length === 1) {
    headers['content-range'] = `bytes ${ranges[0].start}-${ranges[0].end}/${body.length}`;
  }
  return { status: 206, headers, parts };
}
