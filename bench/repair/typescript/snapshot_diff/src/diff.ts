import { Children, Entry } from './snapshot';

export interface Change {
  kind: 'added' | 'removed' | 'changed';
  path: string;
}

function listFiles(entry: Entry, path: string): string[] {
  if (entry.kind === 'file') return [path];
  const found: string[] = [];
  for (const [name, child] of entry.children) {
    found.push(...listFiles(child, `${path}/${name}`));
  }
  return found;
}

/** What happened to the files from one snapshot to the next, by path. */
export function diff(before: Children, after: Children): Change[] {
  const changes: Change[] = [];
  const report = (kind: Change['kind'], entry: Entry, path: string): void => {
    for (const file of listFiles(entry, path)) changes.push({ kind, path: file });
  };

  const walk = (old: Children, now: Children, folder: string): void => {
    const names = new Set([...old.keys(), ...now.keys()]);
    for (const name of names) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const was = old.get(name);
      const is = now.get(name);
      if (was === undefined) {
        report('added', is as Entry, path);
      } else if (is === undefined) {
        report('removed', was, path);
      } else if (was.kind === 'folder' && is.kind === 'folder') {
        walk(was.children, is.children, name);
      } else if (was.kind === 'file' && is.kind === 'file') {
        if (was.size !== is.size || was.hash !== is.hash) changes.push({ kind: 'changed', path });
      } else {
        report('removed', was, path);
        report('added', is, path);
      }
    }
  };

  walk(before, after, '');
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

export function summary(changes: Change[]): string {
  const sign = { added: '+', removed: '-', changed: '*' };
  return changes.map((change) => `${sign[change.kind]} ${change.path}`).join('\n');
}
