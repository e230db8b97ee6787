'use strict';

class IniError extends Error {
  constructor(message, lineNumber) {
    super(`line ${lineNumber}: ${message}`);
    this.lineNumber = lineNumber;
  }
}

function convert(text) {
  if (text.length >= 2 && text.startsWith('"') && text.endsWith('"')) {
    return text.slice(1, -1);
  }
  if (text === 'true' || text === 'yes') return true;
  if (text === 'false' || text === 'no') return false;
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text;
}

/**
 * Parses the text of an INI file. Keys before the first section are in the
 * section ''. A key that ends with [] collects its values in an array.
 */
function parse(text) {
  const result = { '': {} };
  let section = result[''];
  const lines = text.split(/\r?\n/);
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].trim();
    if (line === '' || line.startsWith(';') || line.startsWith('#')) continue;
    if (line.startsWith('[')) {
      if (!line.endsWith(']')) throw new IniError('unclosed section', i + 1);
      const name = line.slice(1, -1).trim();
      if (!(name in result)) result[name] = {};
      section = result[name];
      continue;
    }
    const at = line.lastIndexOf('=');
    if (at === -1) {
      section[line] = true;
      continue;
    }
    const key = line.slice(0, at).trim();
    const value = convert(line.slice(at + 1).trim());
    if (key === '') throw new IniError('missing key', i + 1);
    if (key.endsWith('[]')) {
      const list = key.slice(0, -2);
      if (!Array.isArray(section[list])) section[list] = [];
      section[list].push(value);
    } else {
      section[key] = value;
    }
  }
  return result;
}

function quote(value) {
  if (typeof value !== 'string') return String(value);
  return convert(value) !== value || value !== value.trim() ? `"${value}"` : value;
}

/** The text that parse() makes `data` of. */
function stringify(data) {
  const out = [];
  for (const [name, section] of Object.entries(data)) {
    if (name !== '') {
      if (out.length > 0) out.push('');
      out.push(`[${name}]`);
    }
    for (const [key, value] of Object.entries(section)) {
      if (Array.isArray(value)) {
        for (const one of value) out.push(`${key}[] = ${quote(one)}`);
      } else {
        out.push(`${key} = ${quote(value)}`);
      }
    }
  }
  return out.join('\n') + '\n';
}

module.exports = { parse, stringify, IniError };
