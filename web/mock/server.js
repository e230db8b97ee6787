// A server for work on the page without plumb: it speaks docs/protocol.md over recorded logs (mock/logs/*.jsonl), with the
// same login and the same policy, and keeps nothing. What it answers is made up where the record does not tell.
//
//   node mock/server.js [--port N] [--big N] [--live LOG[:SPEED]]
//
// It prints the link, and the link of one that only watches.

import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "../dist");
const k_types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml" };

export const policy = (host) =>
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
  `connect-src 'self' ws://${host}; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

function readLog(file) {
  return readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => {
    const { seq, t, type, p } = JSON.parse(line);
    return { seq, t, type, p };
  });
}

/// A long session, the same each time.
export function bigLog(id, n, t0 = Date.now() - 3_600_000) {
  const out = [];
  const add = (type, p) => out.push({ seq: out.length + 1, t: t0 + out.length * 300, type, p });
  add("session.started", { id, cwd: "/home/me/large", task: "Go through all modules and rename the flag", model: { provider: "scripted", id: "scripted-1" } });
  add("user.message", { text: "Go through all modules and rename the flag" });
  for (let turn = 1; out.length < n - 12; ++turn) {
    add("turn.started", { turn });
    add("model.request", { n: turn });
    add("model.response", { n: turn, status: 200 });
    add("model.answer", {
      turn, stop: "tool_calls", cost_usd: 0.002, usage: { input: 4000 + turn * 20, cached: 3900, output: 90 },
      items: [{ type: "reasoning", text: `Module ${turn} is next.` }, { type: "assistant", text: `Now \`src/module_${turn}.py\`: it uses the **old name** in ${1 + (turn % 4)} places.\n\n- one\n- two` }],
    });
    const call = `call_${turn}`;
    const shell = turn % 3 !== 0;
    add("tool.call", { id: call, name: shell ? "shell" : "edit", arguments: JSON.stringify(shell ? { command: `grep -rn old_flag src/module_${turn}.py | head` } : { path: `src/module_${turn}.py`, old: "old_flag = 1\nx = 2", new: "new_flag = 1\nx = 2" }) });
    if (!shell) add("effects", { step: call, what: `edit src/module_${turn}.py`, count: 1, effects: [{ path: `src/module_${turn}.py`, change: "modified" }] });
    add("tool.result", { id: call, name: shell ? "shell" : "edit", title: "", output: shell ? Array.from({ length: 3 + (turn % 9) }, (_, i) => `\u001b[35msrc/module_${turn}.py\u001b[0m:${i}: old_flag`).join("\n") : "edited", is_error: turn % 17 === 0, duration_ms: 20 + (turn % 400) });
  }
  add("verdict", { status: "unverified", reason: "no check was found", fixed: [], broken: [], failing: [], missing: [], flaky: [], notes: [], tampering: [] });
  add("session.ended", { status: "unverified", end: "done", exit_code: 5, usage: { input_tokens: 1, output_tokens: 1 }, turns: 1, duration_ms: 1000 });
  return out;
}

function rowOf(session) {
  const { id, events } = session;
  const row = {
    id, cwd: "", title: session.title ?? "", model: "", state: session.state ?? "idle", status: "", reason: "", startedAt: events[0]?.t ?? 0,
    updatedAt: events.at(-1)?.t ?? 0, turns: 0, tokensIn: 0, tokensCached: 0, tokensOut: 0, costUsd: 0, lastSeq: events.length, held: 0,
    queued: session.queue.length, planDone: 0, planAll: 0, parent: "", attempt: 0, here: true, process: 0,
  };
  const held = new Map();
  for (const { type, p } of events) {
    if (type === "session.started") Object.assign(row, { cwd: p.cwd, title: row.title || p.task, model: `${p.model.provider}/${p.model.id}` });
    if (type === "session.title") row.title = p.title;
    if (type === "model.answer") {
      row.turns += 1;
      row.tokensIn += p.usage.input;
      row.tokensOut += p.usage.output;
      row.costUsd += p.cost_usd ?? 0;
    }
    if (type === "plan") Object.assign(row, { planAll: p.items.length, planDone: p.items.filter((one) => one.status === "done").length });
    if (type === "verdict") Object.assign(row, { status: p.status, reason: p.reason });
    if (type === "effects") held.set(p.step, p.effects.filter((one) => one.state === "held").length);
    if (type === "apply" || type === "drop") held.set(p.step, 0);
  }
  row.held = [...held.values()].reduce((a, b) => a + b, 0);
  return row;
}

export class Mock {
  constructor() {
    this.token = randomBytes(32).toString("base64url").slice(0, 43);
    this.watchToken = randomBytes(32).toString("base64url").slice(0, 43);
    this.sessions = new Map();
    this.pages = new Set();
  }
  add(id, events, more = {}) {
    const session = { id, events, queue: [], ...more };
    this.sessions.set(id, session);
    return session;
  }
  loadLogs() {
    const folder = join(here, "logs");
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith(".jsonl")) continue;
      const events = readLog(join(folder, name));
      const shift = Date.now() - 900_000 - events.at(-1).t;
      for (const one of events) one.t += shift;
      this.add(events[0].p.id, events);
    }
  }
  /// The next event of a session, told to who watches.
  append(id, type, p) {
    const session = this.sessions.get(id);
    const event = { seq: session.events.length + 1, t: Date.now(), type, p };
    session.events.push(event);
    for (const page of this.pages) {
      if (page.subscribed.has(id)) page.notify("_plumb/events", { sessionId: id, events: [event] });
      if (page.watching) page.notify("_plumb/session", { session: rowOf(session) });
    }
    return event;
  }
  live(id, what, text, call) {
    for (const page of this.pages) if (page.subscribed.has(id)) page.notify("_plumb/live", { sessionId: id, what, text, call });
  }
  tellRow(id) {
    for (const page of this.pages) if (page.watching) page.notify("_plumb/session", { session: rowOf(this.sessions.get(id)) });
  }

  answer(method, params, page) {
    const session = this.sessions.get(params.sessionId);
    const steers = ["_plumb/prompt", "_plumb/steer", "_plumb/unqueue", "_plumb/cancel", "_plumb/approvals/answer", "_plumb/change", "_plumb/fork", "_plumb/rename", "session/new"];
    if (page.rights !== "steer" && steers.includes(method)) throw { code: -32001, message: "this link only watches" };
    if (params.sessionId !== undefined && session === undefined) throw { code: -32002, message: `no session ${params.sessionId}` };
    switch (method) {
      case "initialize": return { protocolVersion: 1, agentCapabilities: { _meta: { plumb: { version: 1, methods: [] } } } };
      case "_plumb/sessions/watch": page.watching = true; return {};
      case "_plumb/sessions/list": {
        const words = (params.query ?? "").toLowerCase();
        const all = [...this.sessions.values()].filter((one) => words === "" || JSON.stringify(one.events).toLowerCase().includes(words));
        return { sessions: all.map(rowOf).sort((a, b) => b.updatedAt - a.updatedAt) };
      }
      case "_plumb/events/subscribe": {
        page.subscribed.add(session.id);
        const from = params.from ?? 1;
        const rest = session.events.slice(from - 1);
        setImmediate(() => {
          for (let at = 0; at < rest.length; at += 500) page.notify("_plumb/events", { sessionId: session.id, events: rest.slice(at, at + 500) });
          page.notify("_plumb/events", { sessionId: session.id, events: [], caughtUp: true });
        });
        return { session: rowOf(session) };
      }
      case "_plumb/events/unsubscribe": page.subscribed.delete(session.id); return {};
      case "_plumb/prompt": case "_plumb/steer": {
        const text = params.text ?? params.prompt.map((one) => one.text).join("");
        if (method === "_plumb/prompt" && session.state === "running") {
          session.asked = (session.asked ?? 0) + 1;
          session.queue.push({ n: session.asked, text });
          this.append(session.id, "prompt.queued", { n: session.asked, text });
        } else {
          this.append(session.id, "user.message", method === "_plumb/steer" ? { text, by: "steer" } : { text });
        }
        return {};
      }
      case "_plumb/queue": return { prompts: session.queue.map((one) => one.text) };
      case "_plumb/unqueue": {
        const [gone] = session.queue.splice(params.n, 1);
        this.append(session.id, "prompt.unqueued", { n: gone?.n ?? 0, why: "taken back" });
      } return {};
      case "_plumb/cancel": session.state = "idle"; this.append(session.id, "session.ended", { end: "cancelled", status: "unverified", exit_code: 130, usage: {}, turns: 1, duration_ms: 1 }); return {};
      case "_plumb/rename": this.append(session.id, "session.title", { title: params.title }); return {};
      case "_plumb/approvals/list": {
        const out = [];
        for (const one of this.sessions.values()) {
          const decided = new Set(one.events.filter((e) => e.type === "apply" || e.type === "drop").map((e) => e.p.step));
          for (const e of one.events) {
            if (e.type !== "effects" || decided.has(e.p.step)) continue;
            const effects = e.p.effects.filter((x) => x.state === "held");
            if (effects.length > 0) out.push({ sessionId: one.id, step: e.p.step, what: e.p.what, effects });
          }
        }
        return { approvals: out };
      }
      case "_plumb/approvals/answer": case "_plumb/change": {
        const verb = params.verb ?? params.answer;
        if (verb === "keep") return {};
        const steps = session.events.filter((e) => e.type === "effects" && (params.step === "" || e.p.step === params.step));
        const restored = steps.flatMap((e) => e.p.effects.map((x) => x.path));
        if (session.state === "needs_you") session.state = "running";
        this.append(session.id, `${verb}.started`, { step: params.step, paths: [] });
        this.append(session.id, verb, { step: params.step, restored: restored.length, conflicts: 0, paths: restored });
        return { restored, conflicts: [] };
      }
      case "_plumb/diff": return { diff: readFileSync(join(here, "sample.diff"), "utf8") };
      case "_plumb/file": return { text: `# ${params.path} after event ${params.seq || session.events.length}\n\nclass Interval:\n    start: int\n    end: int\n` };
      case "_plumb/blob": return { text: "made up: the mock has no blobs\n".repeat(30) };
      case "_plumb/models": return { models: [{ name: "builtin", what: "built in: needs no key and no network", usable: true, images: false }, { name: "scripted/scripted-1", what: "200k window", usable: true, images: true }] };
      case "_plumb/folders": return { path: params.path || "/home/me", parent: params.path && params.path !== "/" ? params.path.replace(/\/[^/]*$/, "") || "/" : "", folders: ["tally", "large", "plumb"], isProject: params.path?.endsWith("tally") ?? false };
      case "_plumb/usage": {
        const totals = [];
        for (let back = 0; back < 14; ++back) {
          const day = new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
          totals.push({ day, model: "scripted-1", cwd: "/home/me/tally", sessions: 1 + ((back * 7) % 5), tokensIn: 120_000 + back * 9000, tokensCached: 90_000, tokensOut: 6000, costUsd: 0.4 + ((back * 37) % 11) / 5 });
        }
        return { totals };
      }
      case "_plumb/fork": case "session/new": {
        const id = `NEW${randomBytes(6).toString("hex").toUpperCase()}`;
        const events = method === "_plumb/fork" ? session.events.slice(0, params.upto || undefined) : [];
        this.add(id, events.length > 0 ? [...events] : [{ seq: 1, t: Date.now(), type: "session.started", p: { id, cwd: params.cwd, task: "", model: { provider: "scripted", id: "scripted-1" } } }]);
        this.tellRow(id);
        return { sessionId: id };
      }
      default: throw { code: -32601, message: `no method ${method}` };
    }
  }

  /// Serves until close(). The port is this.port.
  async listen(port = 0) {
    const grants = new Map();
    const key = (token) => createHash("sha256").update(`key ${token}`).digest("base64url");
    grants.set(key(this.token), "steer");
    grants.set(key(this.watchToken), "watch");
    this.server = createServer((request, response) => {
      const path = request.url.split("?")[0];
      const head = (status, more = {}) => response.writeHead(status, { "Content-Security-Policy": policy(request.headers.host), "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", ...more });
      if (path === "/login" && request.method === "POST") {
        let body = "";
        request.on("data", (piece) => (body += piece));
        request.on("end", () => {
          const { token } = JSON.parse(body);
          const rights = grants.get(key(token));
          if (rights === undefined) return head(401), response.end("This link is not valid (any more): use the one that plumb prints now.\n");
          head(200, { "Content-Type": "application/json", "Set-Cookie": "plumb=1; Path=/; HttpOnly; SameSite=Strict" });
          response.end(JSON.stringify({ key: key(token), rights, session: "" }));
        });
        return;
      }
      if (path === "/login") {
        const rights = grants.get(request.headers["plumb-key"]);
        if (rights === undefined) return head(401), response.end("Not logged in: open the link that plumb prints.\n");
        head(200, { "Content-Type": "application/json" });
        return response.end(JSON.stringify({ rights, session: "" }));
      }
      const file = join(dist, normalize(path === "/" ? "/index.html" : path));
      if (!file.startsWith(dist) || !existsSync(file)) return head(404), response.end("There is nothing here.\n");
      head(200, { "Content-Type": k_types[extname(file)] ?? "application/octet-stream" });
      response.end(readFileSync(file));
    });
    const sockets = new WebSocketServer({ noServer: true });
    this.server.on("upgrade", (request, socket, first) => {
      const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((one) => one.trim());
      const rights = offered.map((one) => grants.get(one)).find((one) => one !== undefined);
      if (rights === undefined) return socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
      sockets.handleUpgrade(request, socket, first, (ws) => this.opened(ws, rights));
    });
    await new Promise((done) => this.server.listen(port, "127.0.0.1", done));
    this.port = this.server.address().port;
    this.link = `http://127.0.0.1:${this.port}/#${this.token}`;
    this.watchLink = `http://127.0.0.1:${this.port}/#${this.watchToken}`;
  }
  opened(ws, rights) {
    const page = { rights, watching: false, subscribed: new Set(), end: () => ws.terminate(), notify: (method, params) => ws.send(JSON.stringify({ jsonrpc: "2.0", method, params })) };
    this.pages.add(page);
    ws.on("close", () => this.pages.delete(page));
    ws.on("message", (data) => {
      const { id, method, params } = JSON.parse(data);
      try {
        ws.send(JSON.stringify({ jsonrpc: "2.0", id, result: this.answer(method, params ?? {}, page) }));
      } catch (error) {
        ws.send(JSON.stringify({ jsonrpc: "2.0", id, error: { code: error.code ?? -32603, message: error.message } }));
      }
    });
  }
  async close() {
    for (const page of this.pages) page.end();
    this.pages.clear();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/// Plays a recorded session again, as if it ran now: what the model said and what commands printed streams first.
export async function play(mock, id, events, speed = 8) {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const session = mock.add(id, [], { state: "running" });
  for (let at = 0; at < events.length; ++at) {
    const { type, p, t } = events[at];
    if (type === "model.answer") {
      for (const item of p.items.filter((one) => one.text)) {
        for (let from = 0; from < item.text.length; from += 6) {
          mock.live(id, item.type === "reasoning" ? "reasoning" : "text", item.text.slice(from, from + 6));
          await wait(60 / speed);
        }
      }
    }
    if (type === "tool.result" && p.name === "shell") {
      for (const line of p.output.split("\n")) {
        mock.live(id, "tool_output", `${line}\n`, p.id);
        await wait(120 / speed);
      }
    }
    if (type === "session.ended") session.state = "idle";
    mock.append(id, type, type === "session.started" ? { ...p, id } : p);
    if (type === "effects" && p.effects.some((one) => one.state === "held")) {
      session.state = "needs_you";
      mock.tellRow(id);
      if (mock.waits) while (session.state === "needs_you") await wait(50);
      else session.state = "running";
    }
    const next = events[at + 1];
    if (next !== undefined) await wait(Math.min(1500, next.t - t) / speed);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
  const mock = new Mock();
  mock.loadLogs();
  if (option("--big")) mock.add("BIG", bigLog("BIG", Number(option("--big"))));
  await mock.listen(Number(option("--port") ?? 0));
  console.log(`steers:  ${mock.link}\nwatches: ${mock.watchLink}`);
  if (option("--live")) {
    const [log, speed] = option("--live").split(":");
    mock.waits = true;
    await play(mock, "LIVE", readLog(join(here, "logs", `${log}.jsonl`)), Number(speed ?? 4));
  }
}
export { readLog };
