// JSON-RPC 2.0 over one WebSocket that comes back by itself. Nothing is resent: a call that was under way when the line
// broke fails with Lost, and whoever called knows what that means. What must not be missed (events) is asked for again
// by number when the line is back (onOpen).

import { signal } from "@preact/signals";
import { bag, text } from "./protocol";
import { again, NotLoggedIn } from "./login";

export class Lost extends Error {}
export class Refused extends Error {
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }
}

export type Line =
  | { is: "connecting" }
  | { is: "open" }
  | { is: "waiting"; until: number; tries: number }
  | { is: "refused"; why: string };

interface Socket {
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  readyState: number;
  send(data: string): void;
  close(): void;
}

const k_first_wait_ms = 300;
const k_longest_wait_ms = 10_000;
const k_call_ms = 120_000;

export interface Wiring {
  open(): Socket;
  /// Fails with NotLoggedIn when there is no use in trying again.
  check(): Promise<unknown>;
}

export function browserWiring(key: string): Wiring {
  const url = new URL("acp", document.baseURI);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.hash = "";
  return { open: () => new WebSocket(url.href, ["plumb", key]) as unknown as Socket, check: () => again(key) };
}

export class Client {
  readonly line = signal<Line>({ is: "connecting" });
  private socket: Socket | null = null;
  private next = 1;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting = new Map<number, { ok(value: unknown): void; fail(error: Error): void; timer: ReturnType<typeof setTimeout> }>();
  private handlers = new Map<string, (params: Record<string, unknown>) => void>();
  private openers: (() => void)[] = [];

  constructor(private readonly wiring: Wiring) {}

  on(method: string, handler: (params: Record<string, unknown>) => void): void {
    this.handlers.set(method, handler);
  }
  /// Called each time the line is open and the handshake is done.
  onOpen(opener: () => void): void {
    this.openers.push(opener);
  }

  connect(): void {
    clearTimeout(this.timer);
    this.drop();
    this.line.value = { is: "connecting" };
    const socket = this.wiring.open();
    this.socket = socket;
    socket.onopen = () => void this.greet(socket);
    socket.onmessage = (event: never) => {
      if (socket === this.socket) this.take(text((event as { data: unknown }).data));
    };
    socket.onclose = () => {
      if (socket === this.socket) void this.closed();
    };
  }

  /// Tries now instead of when the wait is over.
  hurry(): void {
    if (this.line.value.is === "waiting") this.connect();
  }

  call(method: string, params: object = {}): Promise<unknown> {
    const socket = this.socket;
    if (socket === null || socket.readyState !== 1) return Promise.reject(new Lost("There is no connection now."));
    const id = this.next++;
    return new Promise((ok, fail) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        fail(new Lost("The server did not answer in time."));
      }, k_call_ms);
      this.waiting.set(id, { ok, fail, timer });
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });
  }

  private async greet(socket: Socket): Promise<void> {
    try {
      await this.call("initialize", {
        protocolVersion: 1,
        clientCapabilities: { _meta: { plumb: { approvals: true } } },
        clientInfo: { name: "plumb-page", version: "1" },
      });
    } catch (error) {
      if (socket === this.socket) {
        if (error instanceof Refused) console.warn("initialize:", error.message);
        socket.close();
      }
      return;
    }
    if (socket !== this.socket) return;
    this.tries = 0;
    this.line.value = { is: "open" };
    for (const opener of this.openers) opener();
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    if (socket !== null) {
      socket.onopen = socket.onclose = socket.onmessage = null;
      socket.close();
    }
    for (const one of this.waiting.values()) {
      clearTimeout(one.timer);
      one.fail(new Lost("The connection broke before the answer came."));
    }
    this.waiting.clear();
  }

  private async closed(): Promise<void> {
    this.drop();
    const wait = Math.min(k_longest_wait_ms, k_first_wait_ms * 2 ** this.tries) * (0.75 + Math.random() / 2);
    this.tries += 1;
    this.line.value = { is: "waiting", until: Date.now() + wait, tries: this.tries };
    // A socket does not tell why it was refused. The login does.
    try {
      await this.wiring.check();
    } catch (error) {
      if (error instanceof NotLoggedIn) {
        this.line.value = { is: "refused", why: error.message };
        return;
      }
    }
    if (this.line.value.is !== "waiting") return;
    this.timer = setTimeout(() => this.connect(), wait);
  }

  private take(data: string): void {
    let message: Record<string, unknown>;
    try {
      message = bag(JSON.parse(data));
    } catch {
      return;
    }
    if (typeof message.method === "string") {
      const handler = this.handlers.get(message.method);
      if (message.id !== undefined) {
        const error = { code: -32601, message: "the page answers no requests" };
        this.socket?.send(JSON.stringify({ jsonrpc: "2.0", id: message.id, error }));
      } else {
        handler?.(bag(message.params));
      }
      return;
    }
    const one = this.waiting.get(message.id as number);
    if (one === undefined) return;
    this.waiting.delete(message.id as number);
    clearTimeout(one.timer);
    if (message.error !== undefined) {
      const error = bag(message.error);
      one.fail(new Refused(text(error.message) || "The server refused.", Number(error.code) || 0));
    } else {
      one.ok(message.result);
    }
  }
}
