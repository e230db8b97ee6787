'use strict';

/** A value as it stands in a cell. */
function cellText(value, column) {
  if (value === undefined || value === null) return '';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value === 'number' && column.decimals !== undefined) return value.toFixed(column.decimals);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (Array.isArray(value)) return value.map((one) => cellText(one, column)).join(', ');
  return String(value).replace(/\s+/g, ' ').trim();
}

module.exports = { cellText };
