// The list of sessions: which there are, in which order, and what a search found.

import type { Row } from "../net/protocol";

export function needsYou(row: Row): boolean {
  return row.state === "needs_you" || row.held > 0;
}

export interface Group {
  name: string;
  rows: Row[];
}

const k_recent_ms = 24 * 3600 * 1000;

/// Who needs someone first, then what runs, then the rest by time. Attempts stand with the session that started them,
/// unless they need someone.
export function groups(rows: readonly Row[], now: number): Group[] {
  const sorted = [...rows].sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1));
  const known = new Set(rows.map((row) => row.id));
  const out: Group[] = [
    { name: "Needs you", rows: [] },
    { name: "Running", rows: [] },
    { name: "Last 24 hours", rows: [] },
    { name: "Earlier", rows: [] },
  ];
  for (const row of sorted) {
    if (needsYou(row)) out[0]!.rows.push(row);
    else if (row.parent !== "" && known.has(row.parent)) continue;
    else if (row.state === "running") out[1]!.rows.push(row);
    else if (now - row.updatedAt < k_recent_ms) out[2]!.rows.push(row);
    else out[3]!.rows.push(row);
  }
  return out.filter((group) => group.rows.length > 0);
}

/// What one word says of a row: for its mark, and for people who see no colours.
export function mood(row: Row): { tone: string; word: string } {
  if (row.state === "needs_you") return { tone: "needs", word: "needs you" };
  if (row.state === "running") return { tone: "running", word: "running" };
  if (row.held > 0) return { tone: "needs", word: "held effects" };
  if (row.state === "interrupted") return { tone: "warn", word: "interrupted" };
  if (row.status !== "") return { tone: row.status, word: row.status };
  return { tone: "idle", word: "idle" };
}
