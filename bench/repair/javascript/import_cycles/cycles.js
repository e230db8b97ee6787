'use strict';

const { importsOf } = require('./scan');

/** The graph of a set of files: { name: text } becomes name -> names that it imports and that exist. */
function buildGraph(files) {
  const graph = new Map();
  for (const [name, text] of Object.entries(files)) {
    const targets = importsOf(name, text).filter((target) => Object.hasOwn(files, target));
    graph.set(name, targets);
  }
  return graph;
}

/** Each cycle as a list of names that starts with the smallest one. */
function findCycles(graph) {
  const state = new Map();
  const path = [];
  const found = new Map();

  const visit = (name) => {
    const known = state.get(name);
    if (known === 'done') return;
    if (known === 'open') {
      const cycle = rotate(path.slice(path.indexOf(name)));
      found.set(cycle.join('\n'), cycle);
      return;
    }
    state.set(name, 'open');
    path.push(name);
    for (const target of graph.get(name) ?? []) visit(target);
    path.pop();
  };

  for (const name of graph.keys()) visit(name);
  return [...found.values()].sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function rotate(cycle) {
  let least = 0;
  cycle.forEach((name, i) => {
    if (name < cycle[least]) least = i;
  });
  return [...cycle.slice(least), ...cycle.slice(0, least)];
}

function report(files) {
  const cycles = findCycles(buildGraph(files));
  if (cycles.length === 0) return 'no cycles';
  return cycles.map((cycle) => [...cycle, cycle[0]].join(' -> ')).join('\n');
}

module.exports = { buildGraph, findCycles, report };
