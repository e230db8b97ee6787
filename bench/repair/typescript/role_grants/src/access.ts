import { Role } from './roles';

export function matches(pattern: string, permission: string): boolean {
  const want = pattern.split(':');
  const have = permission.split(':');
  for (let i = 0; i < want.length; i++) {
    if (want[i] === '*' && i === want.length - 1) return have.length >= want.length;
    if (want[i] !== '*' && want[i] !== have[i]) return false;
  }
  return want.length === have.length;
}

/** The role and all that it inherits from, itself first. */
export function lineage(roles: Map<string, Role>, name: string): Role[] {
  const found: Role[] = [];
  const open = [name];
  while (open.length > 0) {
    const next = open.shift() as string;
    const role = roles.get(next);
    if (role === undefined) throw new RangeError(`unknown role ${next}`);
    if (found.includes(role)) continue;
    found.push(role);
    open.push(...role.inherits);
  }
  return found;
}

/** May the role do it? One rule must allow it and none deny it. */
export function can(roles: Map<string, Role>, name: string, permission: string): boolean {
  let allowed = false;
  for (const role of lineage(roles, name)) {
    for (const rule of role.rules) {
      if (!matches(rule.pattern, permission)) return false;
      if (rule.effect === 'deny') return false;
      allowed = true;
    }
  }
  return allowed;
}

export function allowedOf(roles: Map<string, Role>, name: string, permissions: string[]): string[] {
  return permissions.filter((permission) => can(roles, name, permission));
}
