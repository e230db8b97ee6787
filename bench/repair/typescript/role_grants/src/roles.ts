export interface Rule {
  effect: 'allow' | 'deny';
  pattern: string; // such as posts:read or posts:*
}

export interface Role {
  name: string;
  inherits: string[];
  rules: Rule[];
}

/** `allow posts:read`, a line each, after `role NAME` or `role NAME < PARENT, PARENT`. */
export function parseRoles(text: string): Map<string, Role> {
  const roles = new Map<string, Role>();
  let current: Role | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/#.*/, '').trim();
    if (line === '') continue;
    const head = /^role\s+(\w+)(?:\s*<\s*(.+))?$/.exec(line);
    if (head !== null) {
      const inherits = head[2] === undefined ? [] : head[2].split(',').map((name) => name.trim());
      current = { name: head[1], inherits, rules: [] };
      roles.set(current.name, current);
      continue;
    }
    const rule = /^(allow|deny)\s+(\S+)$/.exec(line);
    if (rule === null || current === undefined) throw new SyntaxError(`not a rule: ${line}`);
    current.rules.push({ effect: rule[1] as Rule['effect'], pattern: rule[2] });
  }
  return roles;
}
