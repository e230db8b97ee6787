'use strict';

/** The parts of a JSON pointer such as /a/0/b; ~1 stands for a slash and ~0 for a tilde. */
function parse(pointer) {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw new SyntaxError(`not a pointer: ${pointer}`);
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replace(/~0/g, '~').replace(/~1/g, '/'));
}

function format(parts) {
  return parts.map((part) => '/' + String(part).replace(/~/g, '~0').replace(/\//g, '~1')).join('');
}

function isIndex(part) {
  return /^(0|[1-9]\d*)$/.test(part);
}

function step(value, part) {
  if (Array.isArray(value)) {
    return isIndex(part) ? value[Number(part)] : undefined;
  }
  if (value !== null && typeof value === 'object' && Object.hasOwn(value, part)) {
    return value[part];
  }
  return undefined;
}

/** The value that the pointer leads to, or undefined. */
function get(root, pointer) {
  return parse(pointer).reduce(step, root);
}

function parentOf(root, parts, pointer) {
  const parent = parts.slice(0, -1).reduce(step, root);
  if (parent === null || typeof parent !== 'object') throw new RangeError(`no parent for ${pointer}`);
  return parent;
}

/** Sets a value; the part - of an array is the place behind its end. */
function set(root, pointer, value) {
  const parts = parse(pointer);
  if (parts.length === 0) return value;
  const parent = parentOf(root, parts, pointer);
  const last = parts[parts.length - 1];
  if (Array.isArray(parent)) {
    if (last === '-') parent.push(value);
    else if (isIndex(last) && Number(last) <= parent.length) parent[Number(last)] = value;
    else throw new RangeError(`no index ${last}`);
  } else {
    parent[last] = value;
  }
  return root;
}

/** Takes a value out; true if there was one. */
function remove(root, pointer) {
  const parts = parse(pointer);
  if (parts.length === 0) throw new RangeError('the root stays');
  const parent = parentOf(root, parts, pointer);
  const last = parts[parts.length - 1];
  if (step(parent, last) === undefined) return false;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return true;
}

module.exports = { parse, format, get, set, remove };
