import { Heading, headings } from './headings';

export interface Node {
  level: number;
  text: string;
  anchor: string;
  children: Node[];
}

/** Headings as a tree: each belongs to the last one before it of a higher rank. */
export function outline(list: Heading[]): Node[] {
  const roots: Node[] = [];
  const stack: Node[] = [];
  for (const heading of list) {
    const node: Node = { level: heading.level, text: heading.text, anchor: heading.anchor, children: [] };
    while (stack.length > 0 && stack[stack.length - 1].level > heading.level) {
      stack.pop();
    }
    const parent = stack[stack.length - 1];
    (parent === undefined ? roots : parent.children).push(node);
    stack.push(node);
  }
  return roots;
}

/** The contents of a text as a list of links, down to `depth`. */
export function contents(text: string, depth = 3): string {
  const out: string[] = [];
  const walk = (nodes: Node[], level: number): void => {
    if (level >= depth) return;
    for (const node of nodes) {
      out.push(`${'  '.repeat(level)}- [${node.text}](#${node.anchor})`);
      walk(node.children, level + 1);
    }
  };
  walk(outline(headings(text)), 0);
  return out.join('\n');
}
