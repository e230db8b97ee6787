import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Client, Lost, Refused } from "./client";
import { NotLoggedIn, Unreachable } from "./login";
import { Session } from "../state/session";

/// The other end of a socket.
class Peer {
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  readyState = 0;
  sent: { id: number; method: string; params: Record<string, unknown> }[] = [];
  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  close() {
    this.readyState = 3;
  }
  async accept() {
    this.readyState = 1;
    this.onopen?.();
    await this.reply({ protocolVersion: 1 });
  }
  async reply(result: unknown, at = this.sent.length - 1) {
    this.onmessage?.({ data: JSON.stringify({ jsonrpc: "2.0", id: this.sent[at]!.id, result }) });
    await vi.advanceTimersByTimeAsync(0);
  }
  async notify(method: string, params: object) {
    this.onmessage?.({ data: JSON.stringify({ jsonrpc: "2.0", method, params }) });
    await vi.advanceTimersByTimeAsync(300);
  }
  async breakLine() {
    this.readyState = 3;
    this.onclose?.();
    await vi.advanceTimersByTimeAsync(0);
  }
}

let peers: Peer[] = [];
let check: () => Promise<unknown>;
const last = () => peers[peers.length - 1]!;
function made(): Client {
  return new Client({
    open: () => {
      const peer = new Peer();
      peers.push(peer);
      return peer as never;
    },
    check: () => check(),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { hidden: true });
  peers = [];
  check = () => Promise.resolve();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the line", () => {
  it("comes back by itself, slower each time, and greets again", async () => {
    const client = made();
    let opened = 0;
    client.onOpen(() => (opened += 1));
    client.connect();
    await last().accept();
    expect(client.line.value.is).toBe("open");
    await last().breakLine();
    expect(client.line.value.is).toBe("waiting");
    await vi.advanceTimersByTimeAsync(500);
    expect(peers).toHaveLength(2);
    await last().breakLine();
    await vi.advanceTimersByTimeAsync(400);
    expect(peers).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(500);
    expect(peers).toHaveLength(3);
    await last().accept();
    expect(opened).toBe(2);
  });
  it("waits at most some seconds, and never gives up on a server that is away", async () => {
    check = () => Promise.reject(new Unreachable("away"));
    made().connect();
    for (let n = 0; n < 12; ++n) {
      await last().breakLine();
      await vi.advanceTimersByTimeAsync(13_000);
    }
    expect(peers.length).toBe(13);
  });
  it("does not knock again where the key is not taken any more", async () => {
    check = () => Promise.reject(new NotLoggedIn("This link is not valid (any more)"));
    const client = made();
    client.connect();
    await last().breakLine();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.line.value).toEqual({ is: "refused", why: "This link is not valid (any more)" });
    expect(peers).toHaveLength(1);
  });
  it("fails the calls that a break leaves without an answer, and resends none", async () => {
    const client = made();
    client.connect();
    await last().accept();
    const call = client.call("_plumb/prompt", {});
    const failed = expect(call).rejects.toBeInstanceOf(Lost);
    await last().breakLine();
    await failed;
    await vi.advanceTimersByTimeAsync(1000);
    await last().accept();
    expect(last().sent.map((one) => one.method)).toEqual(["initialize"]);
  });
  it("tells a refusal with its code", async () => {
    const client = made();
    client.connect();
    await last().accept();
    const call = client.call("_plumb/steer", {});
    last().onmessage?.({ data: JSON.stringify({ jsonrpc: "2.0", id: last().sent[1]!.id, error: { code: -32001, message: "this link only watches" } }) });
    await expect(call).rejects.toMatchObject({ message: "this link only watches", code: -32001 });
    await expect(call).rejects.toBeInstanceOf(Refused);
  });
  it("takes strange messages without harm", async () => {
    const client = made();
    client.connect();
    await last().accept();
    for (const data of ["", "no json", "[]", "null", "7", '{"id":99,"result":1}', '{"method":7}', '{"method":"unknown"}']) last().onmessage?.({ data });
    expect(client.line.value.is).toBe("open");
  });
});

const event = (seq: number, type = "notice") => ({ seq, t: seq, type, p: { text: String(seq) } });

describe("a session over the line", () => {
  async function watched() {
    const client = made();
    const session = new Session("S", client);
    client.on("_plumb/events", (params) => session.takeEvents(params));
    client.on("_plumb/live", (params) => session.takeLive(params));
    client.onOpen(() => void session.subscribe());
    client.connect();
    await last().accept();
    await last().reply({ session: { id: "S" } });
    return { client, session };
  }
  it("asks for what it missed by the next number", async () => {
    const { session } = await watched();
    await last().notify("_plumb/events", { sessionId: "S", events: [event(1), event(2), event(3)] });
    await last().breakLine();
    await vi.advanceTimersByTimeAsync(1000);
    await last().accept();
    expect(last().sent[1]).toMatchObject({ method: "_plumb/events/subscribe", params: { sessionId: "S", from: 4 } });
    await last().reply({ session: { id: "S" } });
    await last().notify("_plumb/events", { sessionId: "S", events: [event(3), event(4)], caughtUp: true });
    expect(session.history.events.map((one) => one.seq)).toEqual([1, 2, 3, 4]);
    expect(session.caughtUp.value).toBe(true);
  });
  it("notices a gap and has it filled", async () => {
    const { session } = await watched();
    await last().notify("_plumb/events", { sessionId: "S", events: [event(1), event(5)] });
    expect(last().sent.at(-1)).toMatchObject({ method: "_plumb/events/unsubscribe" });
    await last().reply({});
    expect(last().sent.at(-1)).toMatchObject({ method: "_plumb/events/subscribe", params: { from: 2 } });
    await last().reply({ session: { id: "S" } });
    await last().notify("_plumb/events", { sessionId: "S", events: [event(2), event(3), event(4), event(5)] });
    expect(session.history.seq).toBe(5);
  });
  it("shows what streams until it is an event", async () => {
    const { session } = await watched();
    await last().notify("_plumb/live", { sessionId: "S", what: "text", text: "Hel" });
    await last().notify("_plumb/live", { sessionId: "S", what: "text", text: "lo" });
    expect(session.liveText.value).toBe("Hello");
    await last().notify("_plumb/live", { sessionId: "S", what: "void_since_retry", text: "" });
    expect(session.liveText.value).toBe("");
    await last().notify("_plumb/live", { sessionId: "S", what: "text", text: "Again" });
    await last().notify("_plumb/events", { sessionId: "S", events: [{ seq: 1, t: 1, type: "model.answer", p: { items: [{ type: "assistant", text: "Again" }] } }] });
    expect(session.liveText.value).toBe("");
    expect(session.now.value.items).toMatchObject([{ kind: "answer", text: "Again" }]);
  });
  it("keeps the newest part of what a command prints", async () => {
    const { session } = await watched();
    await last().notify("_plumb/live", { sessionId: "S", what: "tool_output", call: "c", text: "x".repeat(300_000) });
    await last().notify("_plumb/live", { sessionId: "S", what: "tool_output", call: "c", text: "end" });
    expect(session.output("c").value.length).toBe(256 * 1024);
    expect(session.output("c").value.endsWith("xend")).toBe(true);
  });
  it("paints what came in one frame once", async () => {
    const { session } = await watched();
    let painted = 0;
    session.now.subscribe(() => (painted += 1));
    painted = 0;
    for (let seq = 1; seq <= 50; ++seq) last().onmessage?.({ data: JSON.stringify({ jsonrpc: "2.0", method: "_plumb/events", params: { sessionId: "S", events: [event(seq)] } }) });
    await vi.advanceTimersByTimeAsync(300);
    expect(painted).toBe(1);
    expect(session.now.value.seq).toBe(50);
  });
});
