import { describe, expect, it } from "vitest";
import { bigLog } from "../../mock/server.js";
import type { Event } from "../net/protocol";
import { empty, fold } from "./fold";
import { History } from "./history";

const events = bigLog("BIG", 10_000, 1000) as Event[];

function slow(seq: number) {
  const view = empty();
  for (const event of events.slice(0, seq)) fold(view, event);
  return view;
}

describe("history", () => {
  const history = new History();
  it("takes events once and in order, and says when one is missing", () => {
    expect(history.add(events.slice(0, 100))).toBe(true);
    expect(history.add(events.slice(50, 120))).toBe(true);
    expect(history.add(events.slice(130, 140))).toBe(false);
    expect(history.seq).toBe(120);
    expect(history.add(events.slice(120))).toBe(true);
    expect(history.seq).toBe(events.length);
  });
  it("shows any moment as a fold from the beginning would", () => {
    for (const seq of [0, 1, 511, 512, 513, 1024, 4999, 7777, events.length - 1, events.length]) {
      expect(history.at(seq)).toEqual(slow(seq));
    }
  });
  it("is not changed by looking back", () => {
    const now = history.view();
    const items = now.items.slice();
    history.at(600);
    history.at(601);
    history.at(599);
    expect(history.view().items).toEqual(items);
    expect(history.at(600)).toEqual(slow(600));
  });
  it("folds at most a stretch of events for a moment, whatever the length", () => {
    // Bounded work, not a time: a step to the neighbour shares the items of the one before.
    const a = history.at(9000);
    const b = history.at(9001);
    expect(b.items[100]).toBe(a.items[100]);
    expect(b.items[100]).toBe(history.view().items[100]);
  });
});
