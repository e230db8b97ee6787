import { describe, expect, it } from "vitest";
import { row } from "../net/protocol";
import { groups, mood } from "./fleet";

const now = 10 * 86_400_000;
const made = (id: string, more: object) => row({ id, updatedAt: now - 1000, ...more });

describe("the list of sessions", () => {
  it("has who needs someone first, then who runs", () => {
    const parts = groups([made("a", { status: "verified" }), made("b", { state: "running" }), made("c", { state: "needs_you", updatedAt: 5 }), made("d", { held: 2 }), made("e", { updatedAt: 7 })], now);
    expect(parts.map((part) => [part.name, part.rows.map((one) => one.id)])).toEqual([["Needs you", ["d", "c"]], ["Running", ["b"]], ["Last 24 hours", ["a"]], ["Earlier", ["e"]]]);
  });
  it("shows attempts with their session, unless they need someone", () => {
    const parts = groups([made("p", { state: "running" }), made("p1", { parent: "p", state: "running" }), made("p2", { parent: "p", state: "needs_you" }), made("orphan", { parent: "gone" })], now);
    expect(parts.flatMap((part) => part.rows.map((one) => one.id))).toEqual(["p2", "p", "orphan"]);
  });
  it("says in a word how each is", () => {
    expect(mood(made("a", { state: "running", status: "failed" })).word).toBe("running");
    expect(mood(made("a", { status: "regressed" })).word).toBe("regressed");
    expect(mood(made("a", {})).word).toBe("idle");
  });
});
