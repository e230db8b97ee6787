// What a session's view is made of. Items are never changed in place: a new event that belongs to an item puts a new
// object in its place. So a list of items can be copied as it is (a checkpoint), and what did not change is not painted.

import type { Effect } from "../net/protocol";

interface Base {
  seq: number; // of the event that began it: also its key
  t: number;
}

export interface UserItem extends Base {
  kind: "user";
  text: string;
  by: string;
  images: number;
}
export interface AnswerItem extends Base {
  kind: "answer";
  turn: number;
  reasoning: string;
  text: string;
  cost: number;
  tokensIn: number;
  tokensOut: number;
}
export interface CallItem extends Base {
  kind: "call";
  id: string;
  name: string;
  args: string;
  freeform: boolean;
  done: CallDone | null;
  effects: Effect[];
  git: string[];
  network: { host: string; port: number; allowed: boolean; why: string }[];
}
export interface CallDone {
  seq: number;
  t: number;
  title: string;
  output: string;
  isError: boolean;
  ms: number;
  blob: string;
  exit: number | null;
  ended: boolean;
}
export interface CheckItem extends Base {
  kind: "check";
  name: string;
  command: string;
  where: string;
  tree: string;
  done: CheckDone | null;
}
export interface CheckDone {
  seq: number;
  run: string;
  exit: number;
  timedOut: boolean;
  ms: number;
  passed: number;
  failed: number;
  skipped: number;
  evidence: string;
  doubt: string;
  blob: string;
}
export interface VerdictItem extends Base {
  kind: "verdict";
  status: string;
  reason: string;
  fixed: string[];
  broken: string[];
  failing: string[];
  missing: string[];
  flaky: string[];
  notes: string[];
  tampering: { kind: string; path: string; line: number; what: string; diff: string }[];
}
export interface ReceiptItem extends Base {
  kind: "receipt";
  id: string;
  status: string;
  blob: string;
  before: string;
  after: string;
}
export interface ReportItem extends Base {
  kind: "report";
  summary: string;
  checked: { claim: string; command: string }[];
  doubts: string[];
  questions: string[];
}
export interface PlanItem extends Base {
  kind: "plan";
  steps: PlanStep[];
}
export interface PlanStep {
  text: string;
  status: string;
}
export interface NoticeItem extends Base {
  kind: "notice";
  level: string;
  text: string;
}
/// Undo, redo, rewind, apply, drop.
export interface ChangeItem extends Base {
  kind: "change";
  verb: string;
  step: string;
  paths: string[]; // those that were asked for, none = all
  done: { restored: string[]; count: number; conflicts: number } | null;
}
export interface AttemptsItem extends Base {
  kind: "attempts";
  attempts: Attempt[];
  chosen: { n: number; applied: boolean; why: string } | null;
}
export interface Attempt {
  n: number;
  model: string;
  session: string;
  status: string;
  reason: string;
  files: number;
  lines: number;
  ms: number;
  cost: number | null;
}
export interface Claim {
  claim: string;
  mark: string; // proven, unproven, refuted
  why: string;
}
export interface EndedItem extends Base {
  kind: "ended";
  end: string;
  status: string;
  reason: string;
  error: string;
  exitCode: number;
  turns: number;
  ms: number;
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
  cost: number | null;
  claims: Claim[];
}

export type Item =
  | UserItem
  | AnswerItem
  | CallItem
  | CheckItem
  | VerdictItem
  | ReceiptItem
  | ReportItem
  | PlanItem
  | NoticeItem
  | ChangeItem
  | AttemptsItem
  | EndedItem;

export interface Step {
  id: string;
  seq: number;
  t: number;
  what: string;
  effects: Effect[];
}

export interface UsagePoint {
  seq: number;
  t: number;
  tokensIn: number; // all so far
  tokensCached: number;
  tokensOut: number;
  cost: number;
  context: number; // share of the model's window that the conversation takes, -1 = not known
}

export interface View {
  seq: number;
  t: number;
  id: string;
  cwd: string;
  task: string;
  title: string;
  model: string;
  startedAt: number;
  parent: string;
  forkedFrom: string;
  turn: number;
  running: boolean;
  waitsFor: "model" | "tools" | "checks" | "nothing";
  items: Item[];
  calls: Map<string, number>; // id -> seq of the newest call with it
  checksOpen: number[]; // seq of those that run
  plan: PlanStep[];
  checks: { name: string; command: string; why: string }[];
  steps: Step[];
  usage: UsagePoint[];
  queued: { n: number; text: string }[];
  verdict: VerdictItem | null;
  status: string;
}
