/** The pairs of a Cookie header. The name ends at the first =, the value may have more of them, and may be in quotes. */
function parseCookies(header) {
  const cookies = {};
  for (const part of header.split(';')) {
    const at = part.lastIndexOf('=');
    if (at < 0) continue;
    const name = part.slice(0, at).trim();
    if (name && !Object.hasOwn(cookies, name)) cookies[name] = decode(unquote(part.slice(at + 1).trim()));
  }
  return cookies;
}

function unquote(text) {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

/** What is not well encoded stays as it is. */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A Set-Cookie header. */
function serialize(name, value, options = {}) {
  if (!/^[\w!#$%&'*.^`|~+-]+$/.test(name)) throw new TypeError(`bad name: ${name}`);
  const parts = [`${name}=${encodeURIComponent(value)}`];
  if (options.maxAge !== undefined) parts.push(`Max-Age=${Math.floor(options.maxAge)}`);
  if (options.path) parts.push(`Path=${options.path}`);
  if (options.secure) parts.push('Secure');
  if (options.httpOnly) parts.push('HttpOnly');
  return parts.join('; ');
}

/** Keeps the cookies that a server sets, as a browser would. */
class Jar {
  constructor() {
    this.cookies = new Map();
  }

  /** Takes a Set-Cookie header; a Max-Age of 0 or less deletes. */
  take(header) {
    const [pair, ...attributes] = header.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    const age = attributes.map((a) => a.trim().toLowerCase()).find((a) => a.startsWith('max-age='));
    if (age && Number(age.slice('max-age='.length)) <= 0) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(at + 1).trim());
  }

  header() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

module.exports = { parseCookies, serialize, Jar };
