// What the page knows: who it is, which sessions there are, which one is looked at, and what it asks of the server.

import { batch, computed, signal } from "@preact/signals";
import { browserWiring, Client, Lost, Refused } from "../net/client";
import { login, NotLoggedIn, type Grant } from "../net/login";
import { bag, effect, list, row, text, type Approval, type Changed, type Row } from "../net/protocol";
import { inFrame } from "./frame";
import { Session } from "./session";

export type Stage = { is: "starting" } | { is: "out"; why: string } | { is: "unreachable"; why: string } | { is: "in"; grant: Grant };
export interface Toast {
  id: number;
  tone: "info" | "bad";
  text: string;
}
export interface Place {
  session: string; // "" = the list
  tab: string; // "" = activity
}

export const stage = signal<Stage>({ is: "starting" });
export const client = signal<Client | null>(null);
export const rows = signal<ReadonlyMap<string, Row>>(new Map());
export const listed = signal(false);
export const open = signal<Session | null>(null);
export const place = signal<Place>({ session: "", tab: "" });
export const toasts = signal<Toast[]>([]);
export const said = signal(""); // for screen readers
export const now = signal(Date.now());
export const dialog = signal<"" | "new" | "help" | "share">("");

export const maySteer = computed(() => stage.value.is === "in" && stage.value.grant.rights === "steer");
export const onlySession = computed(() => (stage.value.is === "in" ? stage.value.grant.session : ""));

// ---- where we are ----

function readPlace(): void {
  const found = /^#\/s\/(\w{1,64})(?:\/(\w+))?/.exec(location.hash);
  place.value = { session: found?.[1] ?? onlySession.value, tab: found?.[2] ?? "" };
}
export function go(session: string, tab = ""): void {
  const hash = session === "" ? "#/" : `#/s/${session}${tab === "" ? "" : `/${tab}`}`;
  if (location.hash !== hash) location.hash = hash;
}
export function goTab(tab: string): void {
  const { session } = place.value;
  history.replaceState(null, "", session === "" ? "#/" : `#/s/${session}${tab === "" ? "" : `/${tab}`}`);
  readPlace();
}

function follow(): void {
  const id = place.value.session;
  if (open.value?.id === id) return;
  open.value?.close();
  const line = client.value;
  if (id === "" || line === null) {
    open.value = null;
    return;
  }
  const session = new Session(id, line);
  session.row.value = rows.value.get(id) ?? null;
  open.value = session;
  if (line.line.value.is === "open") void session.subscribe();
}

// ---- beginning ----

const came = new Map<string, Row>();
const takeRows = inFrame(() => {
  if (came.size === 0) return;
  const all = new Map(rows.value);
  for (const [id, one] of came) all.set(id, one);
  batch(() => {
    rows.value = all;
    const session = open.value;
    const mine = session === null ? undefined : came.get(session.id);
    if (mine !== undefined) session!.row.value = mine;
  });
  came.clear();
});

async function list_sessions(line: Client): Promise<void> {
  try {
    await line.call("_plumb/sessions/watch");
    const answer = bag(await line.call("_plumb/sessions/list", { limit: 500 }));
    const all = new Map<string, Row>();
    for (const one of list(answer.sessions)) {
      const r = row(one);
      all.set(r.id, r);
    }
    for (const [id, one] of came) all.set(id, one);
    batch(() => {
      rows.value = all;
      listed.value = true;
    });
  } catch (error) {
    if (!(error instanceof Lost)) complain("The list of sessions cannot be had", error);
  }
}

export async function start(): Promise<void> {
  stage.value = { is: "starting" };
  let grant: Grant;
  try {
    grant = await login();
  } catch (error) {
    const why = (error as Error).message;
    stage.value = error instanceof NotLoggedIn ? { is: "out", why } : { is: "unreachable", why };
    return;
  }
  const line = new Client(browserWiring(grant.key));
  line.on("_plumb/session", (params) => {
    const one = row(params.session);
    if (one.id === "") return;
    came.set(one.id, one);
    takeRows();
  });
  line.on("_plumb/events", (params) => {
    if (text(params.sessionId) === open.value?.id) open.value.takeEvents(params);
  });
  line.on("_plumb/live", (params) => {
    if (text(params.sessionId) === open.value?.id) open.value.takeLive(params);
  });
  line.onOpen(() => {
    if (grant.session === "") void list_sessions(line);
    void open.value?.subscribe();
  });
  batch(() => {
    client.value = line;
    stage.value = { is: "in", grant };
    readPlace();
  });
  line.line.subscribe((state) => {
    if (state.is === "refused") stage.value = { is: "out", why: state.why };
  });
  addEventListener("online", () => line.hurry());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) line.hurry();
  });
  addEventListener("hashchange", () => {
    // A link that is opened in a page that is there already: with its token.
    if (/^#[\w-]{43}/.test(location.hash)) location.reload();
    else readPlace();
  });
  place.subscribe(follow);
  line.connect();
  setInterval(() => (now.value = Date.now()), 1000);
}

// ---- telling ----

let toastId = 0;
export function tell(words: string, tone: Toast["tone"] = "info"): void {
  const id = ++toastId;
  toasts.value = [...toasts.value.slice(-3), { id, tone, text: words }];
  setTimeout(() => dismiss(id), tone === "bad" ? 12_000 : 5000);
}
export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}
export function complain(what: string, error: unknown): void {
  tell(`${what}: ${error instanceof Error ? error.message : String(error)}`, "bad");
}
export function say(words: string): void {
  said.value = words;
}

// ---- asking ----

export function call(method: string, params: object): Promise<unknown> {
  return client.value?.call(method, params) ?? Promise.reject(new Lost("There is no connection."));
}
/// As call(), but a failure is told, and undefined comes back.
export async function attempt(what: string, method: string, params: object): Promise<unknown | undefined> {
  try {
    return (await call(method, params)) ?? {};
  } catch (error) {
    complain(what, error);
    return undefined;
  }
}

export async function send(session: string, words: string, how: "steer" | "queue"): Promise<boolean> {
  const answer =
    how === "steer"
      ? await attempt("The message was not sent", "_plumb/steer", { sessionId: session, text: words })
      : await attempt("The message was not sent", "_plumb/prompt", { sessionId: session, prompt: [{ type: "text", text: words }] });
  return answer !== undefined;
}
export async function stop(session: string): Promise<void> {
  if ((await attempt("It was not stopped", "_plumb/cancel", { sessionId: session })) !== undefined) tell("Stopping after what is under way.");
}
export async function decide(session: string, step: string, answer: "apply" | "drop" | "keep", paths: string[] = []): Promise<boolean> {
  return (await attempt("The decision was not taken", "_plumb/approvals/answer", { sessionId: session, step, answer, paths })) !== undefined;
}
export async function change(session: string, verb: string, step: string, paths: string[] = []): Promise<void> {
  const answer = await attempt(`${verb} failed`, "_plumb/change", { sessionId: session, verb, step, paths });
  if (answer === undefined) return;
  const { restored, conflicts } = answer as Changed;
  const n = list(restored).length;
  const c = list(conflicts).length;
  tell(`${verb}: ${n} ${n === 1 ? "path" : "paths"}${c > 0 ? `, ${c} left alone because somebody changed them since` : ""}`, c > 0 ? "bad" : "info");
}
export async function fork(session: string, upto: number): Promise<void> {
  const answer = await attempt("No fork was made", "_plumb/fork", { sessionId: session, upto });
  const id = text(bag(answer).sessionId);
  if (id !== "") {
    go(id);
    tell("A new session with the conversation up to there. The files stay as they are.");
  }
}
export async function approvals(): Promise<Approval[]> {
  const answer = bag(await call("_plumb/approvals/list", {}));
  return list(answer.approvals).map((one) => {
    const p = bag(one);
    return { sessionId: text(p.sessionId), step: text(p.step), what: text(p.what), effects: list(p.effects).map(effect) };
  });
}
export { Refused };

// ---- light and dark ----

export type Theme = "auto" | "light" | "dark";
function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem("plumb-theme");
    return kept === "light" || kept === "dark" ? kept : "auto";
  } catch {
    return "auto";
  }
}
export const theme = signal<Theme>(keptTheme());
theme.subscribe((value) => {
  if (typeof document === "undefined") return;
  if (value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
  try {
    localStorage.setItem("plumb-theme", value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
});
