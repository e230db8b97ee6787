export interface Entry {
  id: string;
  label: string;
  hidden?: boolean;
  children?: Entry[];
}

/** The labels from the top to the entry with this id; null if there is none. */
export function trail(entries: readonly Entry[], id: string): string[] | null {
  for (const entry of entries) {
    if (entry.id === id) {
      return [entry.label];
    }
    const below = trail(entry.children ?? [], id);
    if (below !== null) {
      return [entry.label, ...below];
    }
  }
  return null;
}

/** All ids that can be seen, parents before children. */
export function visible(entries: readonly Entry[]): string[] {
  const out: string[] = [];
  for (const entry of entries) {
    if (entry.hidden) {
      break;
    }
    out.push(entry.id, ...visible(entry.children ?? []));
  }
  return out;
}

export function depth(entries: readonly Entry[]): number {
  return entries.reduce((most, entry) => Math.max(most, 1 + depth(entry.children ?? [])), 0);
}
