export interface FileNode {
  kind: 'file';
  size: number;
  hash: string;
}

export interface FolderNode {
  kind: 'folder';
  children: Children;
}

export type Entry = FileNode | FolderNode;
export type Children = Map<string, Entry>;

/** A snapshot of { 'a/b.txt': 'text' }. */
export function snapshot(files: Record<string, string>): Children {
  const root: Children = new Map();
  for (const [path, text] of Object.entries(files)) {
    const parts = path.split('/');
    const name = parts.pop() as string;
    let folder = root;
    for (const part of parts) {
      let next = folder.get(part);
      if (next === undefined) {
        next = { kind: 'folder', children: new Map() };
        folder.set(part, next);
      }
      if (next.kind === 'file') throw new Error(`${part} is a file`);
      folder = next.children;
    }
    folder.set(name, { kind: 'file', size: text.length, hash: hashOf(text) });
  }
  return root;
}

function hashOf(text: string): string {
  let hash = 5381;
  for (let i = 0; i < text.length; i++) {
    hash = ((hash * 33) ^ text.charCodeAt(i)) >>> 0;
  }
  return hash.toString(16);
}

export function totalSize(children: Children): number {
  let sum = 0;
  for (const entry of children.values()) {
    sum += entry.kind === 'file' ? entry.size : totalSize(entry.children);
  }
  return sum;
}
