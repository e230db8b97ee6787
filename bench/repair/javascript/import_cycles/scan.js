'use strict';

const IMPORT = /^\s*(?:import|export)\b[^'"\n]*['"](\.[^'"]+)['"]/gm;

function resolve(from, target) {
  const parts = from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  const name = parts.join('/');
  return name.endsWith('.js') ? name : name + '.js';
}

/** The files that the text of the file `name` imports, without packages. */
function importsOf(name, text) {
  const targets = [];
  for (const match of text.matchAll(IMPORT)) {
    const target = resolve(name, match[1]);
    if (!targets.includes(target)) targets.push(target);
  }
  return targets;
}

module.exports = { importsOf };
