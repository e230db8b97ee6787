'use strict';

const TAG = /\{\{([#\/^&]?)\s*([\w.]+)\s*\}\}/g;

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text) {
  return text.replace(/[&<>"]/g, (letter) => ENTITIES[letter]);
}

/** The tree of a template: texts, values and sections with what is in them. */
function parse(template) {
  const root = { children: [] };
  const stack = [root];
  let at = 0;
  for (const match of template.matchAll(TAG)) {
    const [tag, sign, name] = match;
    const top = stack[stack.length - 1];
    if (match.index > at) top.children.push({ type: 'text', text: template.slice(at, match.index) });
    at = match.index + tag.length;
    if (sign === '#' || sign === '^') {
      const section = { type: 'section', name, inverted: sign === '^', children: [] };
      top.children.push(section);
      stack.push(section);
    } else if (sign === '/') {
      if (top.name !== name) throw new SyntaxError(`unexpected end of ${name}`);
      stack.pop();
    } else {
      top.children.push({ type: 'value', name, raw: sign === '&' });
    }
  }
  if (stack.length > 1) throw new SyntaxError(`${stack[stack.length - 1].name} has no end`);
  if (at < template.length) root.children.push({ type: 'text', text: template.slice(at) });
  return root;
}

function lookup(scopes, name) {
  if (name === '.') return scopes[scopes.length - 1];
  const [first, ...rest] = name.split('.');
  for (let i = scopes.length - 1; i >= 0; i--) {
    const scope = scopes[i];
    if (scope !== null && typeof scope === 'object' && first in scope) {
      return rest.reduce((value, key) => value?.[key], scope[first]);
    }
  }
  return undefined;
}

function isEmpty(value) {
  return value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
}

function renderNodes(nodes, scopes) {
  let out = '';
  for (const node of nodes) {
    if (node.type === 'text') {
      out += node.text;
    } else if (node.type === 'value') {
      const value = lookup(scopes, node.name) || '';
      out += node.raw ? String(value) : escape(String(value));
    } else {
      const value = lookup(scopes, node.name);
      if (node.inverted) {
        if (isEmpty(value)) out += renderNodes(node.children, scopes);
      } else if (Array.isArray(value)) {
        for (const one of value) out += renderNodes(node.children, [...scopes, one]);
      } else if (!isEmpty(value)) {
        out += renderNodes(node.children, [...scopes, value]);
      }
    }
  }
  return out;
}

function render(template, data) {
  return renderNodes(parse(template).children, [data]);
}

module.exports = { parse, render };
