'use strict';

const { cellText } = require('./cells');

function align(text, width, side) {
  if (side === 'right') return text.padStart(width);
  if (side === 'center') {
    const left = Math.floor((width - text.length) / 2);
    return (' '.repeat(Math.max(0, left)) + text).padEnd(width);
  }
  return text.padEnd(width);
}

function widths(columns, rows) {
  return columns.map((column) => {
    let width = 0;
    for (const row of rows) {
      width = Math.max(width, cellText(row[column.key], column).length);
    }
    return column.max === undefined ? width : Math.min(width, column.max);
  });
}

function shorten(text, width) {
  if (text.length <= width) return text;
  return width <= 1 ? text.slice(0, width) : text.slice(0, width - 1) + '…';
}

/**
 * Rows as lines of text under the titles of the columns. A column has a key, a
 * title and perhaps a side, the most characters and a number of decimals.
 */
function render(columns, rows, gap = '  ') {
  const sizes = widths(columns, rows);
  const line = (texts) =>
    texts
      .map((text, i) => align(shorten(text, sizes[i]), sizes[i], columns[i].side))
      .join(gap)
      .trimEnd();
  const out = [line(columns.map((column) => column.title))];
  out.push(sizes.map((size) => '-'.repeat(size)).join(gap));
  for (const row of rows) {
    out.push(line(columns.map((column) => cellText(row[column.key], column))));
  }
  return out.join('\n');
}

/** The same table for a Markdown text. */
function renderMarkdown(columns, rows) {
  const line = (texts) => `| ${texts.map((text) => text.replace(/\|/g, '\\|')).join(' | ')} |`;
  const out = [line(columns.map((column) => column.title))];
  out.push(line(columns.map((column) => (column.side === 'right' ? '---:' : '---'))));
  for (const row of rows) {
    out.push(line(columns.map((column) => cellText(row[column.key], column))));
  }
  return out.join('\n');
}

module.exports = { render, renderMarkdown };
