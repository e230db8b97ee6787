// A session's view is a fold over its events: fold(view, event) for each in order, from empty(). Nothing else goes in, so
// the view at any moment of the past is the same fold, ended earlier (history.ts).

import { bag, effect, list, number, text, texts, type Effect, type Event } from "../net/protocol";
import type { Attempt, AttemptsItem, CallItem, ChangeItem, CheckItem, Claim, Item, PlanStep, View } from "./items";

export function empty(): View {
  return {
    seq: 0, t: 0, id: "", cwd: "", task: "", title: "", model: "", startedAt: 0, parent: "", forkedFrom: "",
    turn: 0, running: false, waitsFor: "nothing", items: [], calls: new Map(), checksOpen: [], plan: [], checks: [], steps: [],
    usage: [], queued: [], verdict: null, status: "",
  };
}

/// A view that can be folded on without a change of the one it was made from.
export function copy(view: View): View {
  return {
    ...view,
    items: view.items.slice(),
    calls: new Map(view.calls),
    checksOpen: view.checksOpen.slice(),
    steps: view.steps.slice(),
    usage: view.usage.slice(),
    queued: view.queued.slice(),
  };
}

/// Index of the item that event `seq` began, or -1. Items are in the order of their events.
export function itemAt(items: readonly Item[], seq: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    const at = items[mid]!.seq;
    if (at === seq) return mid;
    if (at < seq) low = mid + 1;
    else high = mid - 1;
  }
  return -1;
}

type Payload = Record<string, unknown>;
type Folder = (view: View, p: Payload, event: Event) => void;

const k_verbs = ["undo", "redo", "rewind", "apply", "drop"];

function replace<T extends Item>(view: View, seq: number | undefined, kind: T["kind"], change: (item: T) => T): void {
  if (seq === undefined) return;
  const at = itemAt(view.items, seq);
  const item = view.items[at];
  if (item !== undefined && item.kind === kind) view.items[at] = change(item as T);
}

function usageOf(value: unknown): { input: number; cached: number; output: number } {
  const p = bag(value);
  const known = (a: unknown, b: unknown) => Math.max(0, number(a) || number(b));
  return { input: known(p.input, p.input_tokens), cached: known(p.cached, p.cached_tokens), output: known(p.output, p.output_tokens) };
}

function planSteps(value: unknown): PlanStep[] {
  return list(value).map((one) => ({ text: text(bag(one).text), status: text(bag(one).status) }));
}

function answer(view: View, p: Payload, event: Event): void {
  const parts = list(p.items).map(bag);
  const said = (kind: string) => parts.filter((one) => one.type === kind).map((one) => text(one.text)).filter(Boolean).join("\n\n");
  const usage = usageOf(p.usage);
  const before = view.usage[view.usage.length - 1] ?? { tokensIn: 0, tokensCached: 0, tokensOut: 0, cost: 0 };
  const cost = number(p.cost_usd);
  view.usage.push({
    seq: event.seq,
    t: event.t,
    tokensIn: before.tokensIn + usage.input,
    tokensCached: before.tokensCached + usage.cached,
    tokensOut: before.tokensOut + usage.output,
    cost: before.cost + cost,
    context: number(p.window) > 0 ? Math.min(1, (usage.input + usage.output) / number(p.window)) : -1,
  });
  const reasoning = said("reasoning");
  const words = said("assistant");
  view.waitsFor = parts.some((one) => one.type === "tool_call") ? "tools" : "nothing";
  if (reasoning === "" && words === "") return;
  view.items.push({
    kind: "answer", seq: event.seq, t: event.t, turn: number(p.turn), reasoning, text: words, cost,
    tokensIn: usage.input, tokensOut: usage.output,
  });
}

function toolResult(view: View, p: Payload, event: Event): void {
  const command = bag(p.command);
  replace<CallItem>(view, view.calls.get(text(p.id)), "call", (item) => ({
    ...item,
    done: {
      seq: event.seq,
      t: event.t,
      title: text(p.title),
      output: text(p.output),
      isError: p.is_error === true,
      ms: number(p.duration_ms),
      blob: text(p.blob),
      exit: typeof command.exit === "number" ? command.exit : null,
      ended: command.ended !== false,
    },
  }));
}

function effects(view: View, p: Payload, event: Event): void {
  const id = text(p.step);
  const all = list(p.effects).map(effect);
  view.steps.push({ id, seq: event.seq, t: event.t, what: text(p.what), effects: all });
  const git = texts(p.git);
  replace<CallItem>(view, view.calls.get(id), "call", (item) => ({ ...item, effects: item.effects.concat(all), git: item.git.concat(git) }));
}

const k_becomes: Record<string, (one: Effect) => string> = {
  undo: () => "undone",
  rewind: () => "undone",
  redo: () => "applied",
  apply: () => "applied",
  drop: () => "refused",
};

/// What a verb of the user did, in the steps and in the items that show them. `paths` null = all of them.
function changed(view: View, verb: string, step: string, paths: ReadonlySet<string> | null): void {
  const becomes = k_becomes[verb]!;
  const from = verb === "rewind" ? view.steps.findIndex((one) => one.id === step) : 0;
  for (let at = Math.max(0, from); at < view.steps.length; ++at) {
    const one = view.steps[at]!;
    if (verb !== "rewind" && step !== "" && one.id !== step) continue;
    const hit = (e: Effect) =>
      (paths === null || paths.has(e.path)) && (verb === "apply" || verb === "drop" ? e.state === "held" : verb === "redo" ? e.state === "undone" : e.state === "applied");
    if (!one.effects.some(hit)) continue;
    const effects = one.effects.map((e) => (hit(e) ? { ...e, state: becomes(e) } : e));
    view.steps[at] = { ...one, effects };
    replace<CallItem>(view, view.calls.get(one.id), "call", (item) => ({
      ...item,
      effects: item.effects.map((e) => (hit(e) ? { ...e, state: becomes(e) } : e)),
    }));
  }
}

function attemptIn(view: View, n: number, change: (one: Attempt) => Attempt): void {
  for (let at = view.items.length - 1; at >= 0; --at) {
    const item = view.items[at]!;
    if (item.kind !== "attempts") continue;
    const known = item.attempts.some((one) => one.n === n);
    const fresh: Attempt = { n, model: "", session: "", status: "", reason: "", files: 0, lines: 0, ms: 0, cost: null };
    const attempts = (known ? item.attempts : [...item.attempts, fresh]).map((one) => (one.n === n ? change(one) : one));
    view.items[at] = { ...item, attempts };
    return;
  }
}

function ended(view: View, p: Payload, event: Event): void {
  view.running = false;
  view.waitsFor = "nothing";
  view.status = text(p.status) || view.status;
  const usage = usageOf(p.usage);
  const claims: Claim[] = list(p.claims).map((one) => ({ claim: text(bag(one).claim), mark: text(bag(one).mark), why: text(bag(one).why) }));
  view.items.push({
    kind: "ended", seq: event.seq, t: event.t, end: text(p.end), status: text(p.status),
    reason: text(bag(p.proof).reason) || text(p.reason), error: text(bag(p.error).message), exitCode: number(p.exit_code),
    turns: number(p.turns), ms: number(p.duration_ms), tokensIn: usage.input, tokensCached: usage.cached, tokensOut: usage.output,
    cost: typeof p.cost_usd === "number" ? p.cost_usd : null, claims,
  });
}

const k_folders: Record<string, Folder> = {
  "session.started": (view, p, event) => {
    const model = bag(p.model);
    const provider = text(model.provider);
    const id = text(model.id);
    view.id = text(p.id) || view.id;
    view.cwd = text(p.cwd) || view.cwd;
    view.task = view.task || text(p.task);
    view.model = provider === "" || provider === id ? id : `${provider}/${id}`;
    view.startedAt ||= event.t;
    view.parent = text(bag(p.attempt).parent) || view.parent;
    view.forkedFrom = text(bag(p.forked_from).id) || view.forkedFrom;
  },
  "session.title": (view, p) => {
    view.title = text(p.title);
  },
  "user.message": (view, p, event) => {
    view.running = true;
    view.task ||= text(p.text);
    view.items.push({ kind: "user", seq: event.seq, t: event.t, text: text(p.text), by: text(p.by), images: list(p.images).length });
  },
  "turn.started": (view, p) => {
    view.turn = number(p.turn);
    view.running = true;
  },
  "model.request": (view) => {
    view.waitsFor = "model";
  },
  "model.answer": answer,
  "model.retry": (view, p, event) => {
    const wait = number(p.wait_ms);
    const words = `The model is asked again${wait > 0 ? ` in ${Math.round(wait / 100) / 10} s` : ""}: ${text(p.why)}`;
    view.items.push({ kind: "notice", seq: event.seq, t: event.t, level: "retry", text: words });
  },
  "tool.call": (view, p, event) => {
    view.calls.set(text(p.id), event.seq);
    view.waitsFor = "tools";
    view.items.push({
      kind: "call", seq: event.seq, t: event.t, id: text(p.id), name: text(p.name), args: text(p.arguments),
      freeform: p.freeform === true, done: null, effects: [], git: [], network: [],
    });
  },
  "tool.result": toolResult,
  effects,
  network: (view, p) => {
    const open = view.items.findLast((item): item is CallItem => item.kind === "call");
    if (open === undefined) return;
    const one = { host: text(p.host), port: number(p.port), allowed: p.allowed === true, why: text(p.why) };
    replace<CallItem>(view, open.seq, "call", (item) => ({ ...item, network: [...item.network, one] }));
  },
  checks: (view, p) => {
    view.checks = list(p.checks).map((one) => ({ name: text(bag(one).name), command: text(bag(one).command), why: text(bag(one).why) }));
  },
  "check.started": (view, p, event) => {
    view.waitsFor = "checks";
    view.checksOpen.push(event.seq);
    view.items.push({
      kind: "check", seq: event.seq, t: event.t, name: text(p.name), command: text(p.command), where: text(p.where), tree: text(p.tree), done: null,
    });
  },
  "check.finished": (view, p, event) => {
    const at = view.checksOpen.findIndex((seq) => {
      const item = view.items[itemAt(view.items, seq)];
      return item?.kind === "check" && item.name === text(p.name) && item.where === text(p.where);
    });
    if (at < 0) return;
    const [seq] = view.checksOpen.splice(at, 1);
    replace<CheckItem>(view, seq, "check", (item) => ({
      ...item,
      done: {
        seq: event.seq, run: text(p.run), exit: number(p.exit), timedOut: p.timed_out === true, ms: number(p.duration_ms),
        passed: number(p.passed), failed: number(p.failed), skipped: number(p.skipped), evidence: text(p.evidence),
        doubt: text(p.doubt), blob: text(p.blob),
      },
    }));
  },
  verdict: (view, p, event) => {
    const item: Item = {
      kind: "verdict", seq: event.seq, t: event.t, status: text(p.status), reason: text(p.reason), fixed: texts(p.fixed),
      broken: texts(p.broken), failing: texts(p.failing), missing: texts(p.missing), flaky: texts(p.flaky), notes: texts(p.notes),
      tampering: list(p.tampering).map(bag).map((one) => ({
        kind: text(one.kind), path: text(one.path), line: number(one.line), what: text(one.what), diff: text(one.diff),
      })),
    };
    view.items.push(item);
    view.verdict = item;
    view.status = item.status;
  },
  receipt: (view, p, event) => {
    view.items.push({
      kind: "receipt", seq: event.seq, t: event.t, id: text(p.id), status: text(p.status), blob: text(p.blob),
      before: text(p.tree_before), after: text(p.tree_after),
    });
  },
  notice: (view, p, event) => {
    view.items.push({ kind: "notice", seq: event.seq, t: event.t, level: text(p.level) || "info", text: text(p.text) });
  },
  plan: (view, p, event) => {
    view.plan = planSteps(p.items);
    view.items.push({ kind: "plan", seq: event.seq, t: event.t, steps: view.plan });
  },
  report: (view, p, event) => {
    view.items.push({
      kind: "report", seq: event.seq, t: event.t, summary: text(p.summary),
      checked: list(p.checked).map((one) => ({ claim: text(bag(one).claim), command: text(bag(one).command) })),
      doubts: texts(p.doubts), questions: texts(p.questions),
    });
  },
  "attempts.started": (view, p, event) => {
    const item: AttemptsItem = { kind: "attempts", seq: event.seq, t: event.t, attempts: [], chosen: null };
    view.items.push(item);
    view.running = number(p.count) > 0;
  },
  "attempt.started": (view, p) =>
    attemptIn(view, number(p.n), (one) => ({ ...one, model: text(p.model), session: text(p.session) })),
  "attempt.finished": (view, p) =>
    attemptIn(view, number(p.n), (one) => ({
      ...one, session: text(p.session) || one.session, status: text(p.status), reason: text(p.reason), files: number(p.files),
      lines: number(p.lines), ms: number(p.duration_ms), cost: typeof p.cost_usd === "number" ? p.cost_usd : null,
    })),
  "attempts.chosen": (view, p) => {
    const at = view.items.findLastIndex((item) => item.kind === "attempts");
    const item = view.items[at] as AttemptsItem | undefined;
    if (item !== undefined) view.items[at] = { ...item, chosen: { n: number(p.n), applied: p.applied === true, why: text(p.why) } };
  },
  "prompt.queued": (view, p) => {
    view.queued.push({ n: number(p.n), text: text(p.text) });
  },
  "prompt.unqueued": (view, p) => {
    view.queued = view.queued.filter((one) => one.n !== number(p.n));
  },
  "session.ended": ended,
};

for (const verb of k_verbs) {
  k_folders[`${verb}.started`] = (view, p, event) => {
    view.items.push({ kind: "change", seq: event.seq, t: event.t, verb, step: text(p.step), paths: texts(p.paths), done: null });
  };
  k_folders[verb] = (view, p, event) => {
    const at = view.items.findLastIndex((item) => item.kind === "change" && item.verb === verb && item.done === null);
    const open = view.items[at] as ChangeItem | undefined;
    const step = text(p.step) || (open?.step ?? "");
    // `restored` and `conflicts` are counts; `paths` names the restored ones, in logs that have it.
    const paths = texts(p.paths);
    const count = number(p.restored);
    const asked = open?.paths ?? [];
    const known = paths.length > 0 || count === 0;
    const item: ChangeItem = {
      kind: "change", seq: open?.seq ?? event.seq, t: open?.t ?? event.t, verb, step, paths: asked,
      done: { restored: paths, count: Math.max(count, paths.length), conflicts: number(p.conflicts) },
    };
    if (open === undefined) view.items.push(item);
    else view.items[at] = item;
    if (known || asked.length > 0) changed(view, verb, step, new Set(known ? paths : asked));
    else changed(view, verb, step, null);
  };
}

/// Takes the next event in. Types that it does not know change nothing but the number.
export function fold(view: View, event: Event): void {
  view.seq = event.seq;
  view.t = event.t;
  if (Object.hasOwn(k_folders, event.type)) k_folders[event.type]!(view, bag(event.p), event);
}

/// The steps that wait for a decision.
export function heldSteps(view: View): { id: string; what: string; effects: Effect[] }[] {
  return view.steps
    .map((step) => ({ id: step.id, what: step.what, effects: step.effects.filter((one) => one.state === "held") }))
    .filter((step) => step.effects.length > 0);
}

export interface FileAt {
  path: string;
  change: string;
  state: string;
  step: string;
  seq: number;
}
/// What the session had changed by then, as its effects tell it: the newest word on each path.
export function filesOf(view: View): FileAt[] {
  const files = new Map<string, FileAt>();
  for (const step of view.steps) {
    for (const one of step.effects) {
      if (one.state === "undone" || one.state === "refused") continue;
      const before = files.get(one.path);
      const change = before !== undefined && before.change === "created" && one.change === "modified" ? "created" : one.change;
      files.set(one.path, { path: one.path, change, state: one.state, step: step.id, seq: step.seq });
      if (one.renamedFrom !== "") files.delete(one.renamedFrom);
    }
  }
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
