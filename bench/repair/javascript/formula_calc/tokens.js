'use strict';

const PATTERN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|([-+*\/^(),]))/y;

function tokenize(text) {
  const tokens = [];
  PATTERN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (PATTERN.lastIndex < end) {
    const at = PATTERN.lastIndex;
    const match = PATTERN.exec(text);
    if (match === null) throw new SyntaxError(`unexpected character at ${at}`);
    if (match[1] !== undefined) tokens.push({ kind: 'number', value: Number(match[1]) });
    else if (match[2] !== undefined) tokens.push({ kind: 'name', value: match[2] });
    else tokens.push({ kind: 'sign', value: match[3] });
  }
  return tokens;
}

module.exports = { tokenize };
