import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Event } from "../net/protocol";
import { empty, filesOf, fold, heldSteps, itemAt } from "./fold";
import type { CallItem, CheckItem, EndedItem, View } from "./items";

function recorded(): Event[] {
  const text = readFileSync(new URL("../../mock/logs/tally.jsonl", import.meta.url), "utf8");
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as Event);
}
function viewOf(events: Event[]): View {
  const view = empty();
  for (const event of events) fold(view, event);
  return view;
}
function made(...parts: [string, Record<string, unknown>][]): Event[] {
  return parts.map(([type, p], at) => ({ seq: at + 1, t: 1000 + at, type, p }));
}

describe("a recorded run", () => {
  const view = viewOf(recorded());
  it("tells what was asked, by which model, and how it ended", () => {
    expect(view.task).toMatch(/^The tests fail/);
    expect(view.model).toBe("scripted/scripted-1");
    expect(view.status).toBe("verified");
    expect(view.running).toBe(false);
  });
  it("has an outcome for each call and each check", () => {
    expect(view.items.filter((one): one is CallItem => one.kind === "call" && one.done === null)).toEqual([]);
    const checks = view.items.filter((one): one is CheckItem => one.kind === "check");
    expect(checks.map((one) => one.done?.failed)).toEqual([0, 2, 0, 2]);
  });
  it("holds what was held, with the reason", () => {
    const [held] = heldSteps(view);
    expect(held?.effects.map((one) => one.path)).toEqual(["notes.txt", "todo <img src=x onerror=alert(1)>.txt"]);
    expect(held?.effects[0]?.why).toMatch(/only you have/);
  });
  it("adds up tokens and cost to what the end says", () => {
    const ended = view.items.findLast((one): one is EndedItem => one.kind === "ended")!;
    const last = view.usage[view.usage.length - 1]!;
    expect(last.tokensIn).toBe(ended.tokensIn);
    expect(last.tokensCached).toBe(ended.tokensCached);
    expect(last.cost).toBeCloseTo(ended.cost!, 8);
    expect(ended.claims.map((one) => one.mark)).toEqual(["proven", "unproven"]);
  });
  it("keeps items in the order of their events, to be found by number", () => {
    view.items.forEach((item, at) => expect(itemAt(view.items, item.seq)).toBe(at));
    expect(itemAt(view.items, 1)).toBe(-1);
  });
});

const effects = (step: string, ...all: [string, string, string?][]): [string, Record<string, unknown>] => [
  "effects", { step, what: step, effects: all.map(([path, change, state]) => ({ path, change, ...(state === undefined ? {} : { state }) })) },
];
const call = (id: string): [string, Record<string, unknown>] => ["tool.call", { id, name: "shell", arguments: "{}" }];

describe("verbs of the user", () => {
  it("undo marks the effects of its step alone", () => {
    const view = viewOf(made(call("a"), effects("a", ["x", "modified"]), call("b"), effects("b", ["x", "modified"]), ["undo", { step: "b", restored: 1, conflicts: 0, paths: ["x"] }]));
    expect(view.steps.map((one) => one.effects[0]!.state)).toEqual(["applied", "undone"]);
    expect((view.items[1] as CallItem).effects[0]!.state).toBe("undone");
  });
  it("rewind takes back its step and all after it, redo brings one back", () => {
    const events = made(call("a"), effects("a", ["x", "created"]), call("b"), effects("b", ["y", "created"]), ["rewind", { step: "a", restored: 2, conflicts: 0, paths: ["x", "y"] }], ["redo", { step: "a", restored: 1, conflicts: 0, paths: ["x"] }]);
    expect(filesOf(viewOf(events.slice(0, 5)))).toEqual([]);
    expect(filesOf(viewOf(events)).map((one) => one.path)).toEqual(["x"]);
  });
  it("apply and drop decide about held effects, and touch no others", () => {
    const begin = made(call("a"), effects("a", ["x", "deleted", "held"], ["y", "modified"]));
    const applied = viewOf([...begin, ...made(["apply", { step: "a", restored: 1, conflicts: 0, paths: ["x"] }])]);
    expect(applied.steps[0]!.effects.map((one) => one.state)).toEqual(["applied", "applied"]);
    const dropped = viewOf([...begin, ...made(["drop", { step: "a", restored: 2, conflicts: 0, paths: ["x", "y"] }])]);
    expect(dropped.steps[0]!.effects.map((one) => one.state)).toEqual(["refused", "applied"]);
    expect(heldSteps(dropped)).toEqual([]);
  });
  it("logs that name no paths mean all that were asked for", () => {
    const begin = made(call("a"), effects("a", ["x", "modified"], ["y", "modified"]));
    const some = viewOf([...begin, ...made(["undo.started", { step: "a", paths: ["y"] }], ["undo", { step: "a", restored: 1, conflicts: 0 }])]);
    expect(some.steps[0]!.effects.map((one) => one.state)).toEqual(["applied", "undone"]);
    const all = viewOf([...begin, ...made(["undo.started", { step: "", paths: [] }], ["undo", { step: "", restored: 2, conflicts: 0 }])]);
    expect(all.steps[0]!.effects.map((one) => one.state)).toEqual(["undone", "undone"]);
  });
  it("an undo that is under way and its outcome are one item", () => {
    const view = viewOf(made(["undo.started", { step: "", paths: [] }], ["undo", { step: "", restored: 1, conflicts: 1, paths: ["a"] }]));
    expect(view.items).toHaveLength(1);
    expect(view.items[0]).toMatchObject({ kind: "change", seq: 1, done: { restored: ["a"], count: 1, conflicts: 1 } });
  });
});

describe("events that are strange", () => {
  it("unknown types and missing members change nothing but the number", () => {
    const view = viewOf(made(["something.new", { x: 1 }], ["constructor", {}], ["__proto__", {}], ["tool.result", {}], ["check.finished", {}], ["attempts.chosen", {}]));
    expect(view.seq).toBe(6);
    expect(view.items).toEqual([]);
  });
  it("payloads of another kind do not end the fold", () => {
    for (const type of ["session.started", "model.answer", "effects", "plan", "verdict", "report", "undo", "checks", "session.ended", "user.message", "tool.call"]) {
      for (const p of [null, [], 7, "x", { items: 7, effects: "no", restored: [{}], model: [] }]) {
        expect(() => viewOf([{ seq: 1, t: 1, type, p: p as never }])).not.toThrow();
      }
    }
  });
  it("calls that share an id are told apart by time", () => {
    const view = viewOf(made(call("same"), ["tool.result", { id: "same", output: "one" }], call("same"), ["tool.result", { id: "same", output: "two" }]));
    expect(view.items.map((one) => (one as CallItem).done?.output)).toEqual(["one", "two"]);
  });
});

describe("attempts", () => {
  it("each has its row, and the chosen one its mark", () => {
    const view = viewOf(made(["attempts.started", { count: 2 }], ["attempt.started", { n: 1, model: "a", session: "S1" }], ["attempt.started", { n: 2, model: "b", session: "S2" }], ["attempt.finished", { n: 2, session: "S2", status: "verified", files: 1, lines: 2, duration_ms: 5 }], ["attempts.chosen", { n: 2, applied: true, why: "proven" }]));
    expect(view.items[0]).toMatchObject({ kind: "attempts", attempts: [{ n: 1, status: "" }, { n: 2, status: "verified" }], chosen: { n: 2, applied: true } });
  });
});
