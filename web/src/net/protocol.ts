// The words of docs/protocol.md, as types. Everything that comes in is data of strangers: what is missing or of another
// kind must not end the page, so payloads are read through the functions at the end.

export interface Row {
  id: string;
  cwd: string;
  title: string;
  model: string;
  state: "idle" | "running" | "needs_you" | "interrupted";
  status: string;
  reason: string;
  startedAt: number;
  updatedAt: number;
  turns: number;
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
  costUsd: number | null;
  lastSeq: number;
  held: number;
  queued: number;
  planDone: number;
  planAll: number;
  parent: string;
  attempt: number;
  role: string;
  here: boolean;
  process: number;
}

export interface Event {
  seq: number;
  t: number;
  type: string;
  p: Record<string, unknown>;
}

export interface Effect {
  path: string;
  change: string;
  state: string;
  why: string;
  renamedFrom: string;
  entries: number;
  undoable: boolean;
}

export interface Approval {
  sessionId: string;
  step: string;
  what: string;
  effects: Effect[];
}

export interface ModelRow {
  name: string;
  what: string;
  usable: boolean;
  images: boolean;
}

export interface Folders {
  path: string;
  parent: string;
  folders: string[];
  isProject: boolean;
}

export interface UsageTotal {
  day: string;
  model: string;
  cwd: string;
  sessions: number;
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
  costUsd: number | null;
}

export interface Changed {
  restored: string[];
  conflicts: { path: string; why: string; keptAs: string }[];
}

export type Live = { sessionId: string; what: string; call?: string; text: string };

type Bag = Record<string, unknown>;

export function bag(value: unknown): Bag {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Bag) : {};
}
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
export function texts(value: unknown): string[] {
  return list(value).filter((one): one is string => typeof one === "string");
}
export function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

export function effect(value: unknown): Effect {
  const p = bag(value);
  return {
    path: text(p.path),
    change: text(p.change),
    state: text(p.state) || "applied",
    why: text(p.why),
    renamedFrom: text(p.renamedFrom) || text(p.renamed_from),
    entries: number(p.entries) || 1,
    undoable: p.undoable !== false,
  };
}

export function row(value: unknown): Row {
  const p = bag(value);
  const state = text(p.state);
  return {
    id: text(p.id),
    cwd: text(p.cwd),
    title: text(p.title),
    model: text(p.model),
    state: state === "running" || state === "needs_you" || state === "interrupted" ? state : "idle",
    status: text(p.status),
    reason: text(p.reason),
    startedAt: number(p.startedAt),
    updatedAt: number(p.updatedAt),
    turns: number(p.turns),
    tokensIn: number(p.tokensIn),
    tokensCached: number(p.tokensCached),
    tokensOut: number(p.tokensOut),
    costUsd: typeof p.costUsd === "number" ? p.costUsd : null,
    lastSeq: number(p.lastSeq),
    held: number(p.held),
    queued: number(p.queued),
    planDone: number(p.planDone),
    planAll: number(p.planAll),
    parent: text(p.parent),
    attempt: number(p.attempt),
    role: text(p.role),
    here: p.here === true,
    process: number(p.process),
  };
}
