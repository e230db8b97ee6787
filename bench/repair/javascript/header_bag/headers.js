/** The headers of an HTTP message; their names are the same in any case. */
class Headers {
  constructor(pairs = []) {
    this.entries = new Map();
    for (const [name, value] of pairs) this.append(name, value);
  }

  set(name, value) {
    this.entries.set(name.toLowerCase(), [String(value)]);
    return this;
  }

  append(name, value) {
    const key = name.toLowerCase();
    if (!this.entries.has(key)) this.entries.set(key, []);
    this.entries.get(key).push(String(value));
    return this;
  }

  has(name) {
    return this.entries.has(name.toLowerCase());
  }

  delete(name) {
    return this.entries.delete(name.toLowerCase());
  }

  /** The value, several ones joined by commas; null if there is none. */
  get(name) {
    const values = this.entries.get(name.toLowerCase());
    return values ? values.join(', ') : null;
  }

  /** [name, value] of each line to send. Cookies must not be joined: each has a line of its own. */
  lines() {
    const lines = [];
    for (const [key, values] of this.entries) {
      const name = titleCase(key);
      if (key === 'Set-Cookie') {
        for (const value of values) lines.push([name, value]);
      } else {
        lines.push([name, values.join(', ')]);
      }
    }
    return lines;
  }
}

/** content-type as Content-Type. */
function titleCase(key) {
  return key.split('-').map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('-');
}

function parse(text) {
  const headers = new Headers();
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return headers;
}

function format(headers) {
  return headers.lines().map(([name, value]) => `${name}: ${value}\r\n`).join('');
}

module.exports = { Headers, titleCase, parse, format };
