function needsQuotes(text, separator) {
  return text.includes(separator) || text.includes('"') || text !== text.trim();
}

function cell(value, separator) {
  if (value === null || value === undefined) return '';
  const text = value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
  return needsQuotes(text, separator) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

/** CSV of records; the columns are those of all records in the order they are first seen. */
export function write(records, { separator = ',', columns } = {}) {
  const names = columns ?? [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = [names, ...records.map((record) => names.map((name) => record[name]))];
  return rows.map((row) => row.map((value) => cell(value, separator)).join(separator) + '\n').join('');
}
