function parse(text) {
  const out = {};
  for (const part of text.replace(/^\?/, '').split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const key = at < 0 ? part : part.slice(0, at);
    const value = at < 0 ? '' : part.slice(at);
    out[decodeURIComponent(key)] = decodeURIComponent(value);
  }
  return out;
}

module.exports = { parse };
