// The keyboard: everything that a mouse can do, and quicker ways to what is done often. `?` shows them.

import { decide, dialog, go, maySteer, open, place, rows, say, stop, goTab, theme } from "../state/app";
import { groups } from "../state/fleet";
import { heldSteps } from "../state/fold";
import { Dialog } from "./parts";
import { streamHandle, tabs } from "./SessionView";

export const keys: [string, string][] = [
  ["?", "this help"],
  ["/", "search all sessions"],
  ["n", "new task"],
  ["c", "write a message"],
  ["g then h", "overview"],
  ["J  K", "next and previous session in the list"],
  ["j  k  ↓  ↑", "next and previous row, when one has the focus"],
  ["Enter", "open or close the row"],
  ["[  ]", "one event back, one forward"],
  ["{  }", "one step back, one forward"],
  ["Esc", "back to now"],
  ["e", "newest row"],
  ["1 … 7", "activity, plan, changes, files, proof, usage, record"],
  ["a", "apply what is held (asks which, if more than one step waits)"],
  ["x", "refuse what is held"],
  ["s", "stop the run"],
  ["t", "light, dark, as the system"],
];

let before = "";

function inText(target: EventTarget | null): boolean {
  const node = target as HTMLElement | null;
  return node !== null && (node.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(node.tagName));
}

function scrub(by: number): void {
  const session = open.value;
  if (session === null || session.history.seq === 0) return;
  const at = session.moment.value || session.history.seq;
  const next = Math.max(1, at + by);
  session.moment.value = next >= session.history.seq ? 0 : next;
  say(session.moment.value === 0 ? "Now" : `Event ${session.moment.value} of ${session.history.seq}, ${session.history.events[session.moment.value - 1]?.type ?? ""}`);
}
function scrubStep(by: 1 | -1): void {
  const session = open.value;
  if (session === null) return;
  const at = session.moment.value || session.history.seq;
  const marks = session.now.value.items.map((item) => item.seq);
  const next = by > 0 ? marks.find((seq) => seq > at) : marks.findLast((seq) => seq < at);
  scrub((next ?? (by > 0 ? session.history.seq : 1)) - at);
}

async function decideAll(answer: "apply" | "drop"): Promise<void> {
  const session = open.value;
  if (session === null || !maySteer.value) return;
  const steps = heldSteps(session.now.value);
  if (steps.length === 1) await decide(session.id, steps[0]!.id, answer);
  else document.querySelector<HTMLElement>(`[data-held="${answer}"]`)?.focus();
}

function nextSession(by: number): void {
  const flat = groups([...rows.value.values()], Date.now()).flatMap((part) => part.rows);
  const at = flat.findIndex((row) => row.id === place.value.session);
  const row = flat[Math.max(0, Math.min(flat.length - 1, at + by))];
  if (row !== undefined) go(row.id);
}

export function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || dialog.value !== "" || inText(event.target)) return;
  const session = open.value;
  const key = event.key;
  const after = before;
  before = key === "g" ? "g" : "";
  const did = (work: () => void) => {
    event.preventDefault();
    work();
  };
  if (after === "g" && key === "h") return did(() => go(""));
  switch (key) {
    case "?": return did(() => (dialog.value = "help"));
    case "/": return did(() => document.getElementById("search")?.focus());
    case "n": return maySteer.value ? did(() => (dialog.value = "new")) : undefined;
    case "c": return did(() => document.getElementById("message")?.focus());
    case "J": return did(() => nextSession(1));
    case "K": return did(() => nextSession(-1));
    case "j":
    case "k": {
      if (session === null || streamHandle.current === null) return;
      const items = session.shown.value.items;
      const last = items[items.length - 1];
      return last === undefined ? undefined : did(() => streamHandle.current?.to(last.seq, true));
    }
    case "[": return did(() => scrub(-1));
    case "]": return did(() => scrub(1));
    case "{": return did(() => scrubStep(-1));
    case "}": return did(() => scrubStep(1));
    case "e": return did(() => streamHandle.current?.end());
    case "Escape":
      if (session !== null && session.moment.value !== 0) did(() => (session.moment.value = 0));
      return;
    case "a": return did(() => void decideAll("apply"));
    case "x": return did(() => void decideAll("drop"));
    case "s": return session !== null && maySteer.value && session.row.value?.state !== "idle" ? did(() => void stop(session.id)) : undefined;
    case "t": return did(() => (theme.value = theme.value === "auto" ? "dark" : theme.value === "dark" ? "light" : "auto"));
  }
  const tab = tabs[Number(key) - 1];
  if (session !== null && key >= "1" && key <= "7" && tab !== undefined) did(() => goTab(tab.name));
}

export function Help() {
  return (
    <Dialog title="Keys" onClose={() => (dialog.value = "")}>
      <dl class="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>{key.split("  ").map((one, at) => <kbd key={at}>{one}</kbd>)}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
