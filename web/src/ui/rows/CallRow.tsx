// A tool call: what it is about, what it prints while it runs, what it gave, and what it did to the tree.

import { useMemo, useState } from "preact/hooks";
import { bag, text, type Effect } from "../../net/protocol";
import { call as ask, change, decide, fork, goTab, maySteer } from "../../state/app";
import type { CallItem } from "../../state/items";
import type { Session } from "../../state/session";
import { count, duration } from "../../text/format";
import { oneLine, plain } from "../../text/safe";
import { DiffCount, Hunks, textDiff } from "../Diff";
import { Icon } from "../icons";
import { Output } from "../Output";
import { Chip } from "../parts";
import { stepShown } from "../shown";

const k_icons: Record<string, string> = {
  shell: "shell", shell_wait: "clock", shell_input: "shell", shell_kill: "stop", service: "shell", read: "read", list: "list",
  search: "search", outline: "list", edit: "edit", write: "edit", apply_patch: "diff", plan: "plan", report: "flag",
};

export function parsed(item: CallItem): Record<string, unknown> {
  if (item.freeform) return {};
  try {
    return bag(JSON.parse(item.args));
  } catch {
    return {};
  }
}

/// The one argument that says most.
export function about(item: CallItem): string {
  if (item.freeform) return /\*\*\* (?!Begin|End)(.*)/.exec(item.args)?.[1] ?? item.args.split("\n", 1)[0] ?? "";
  const args = parsed(item);
  for (const key of ["command", "path", "pattern", "text", "id", "input", "name"]) {
    if (typeof args[key] === "string") return text(args[key]);
  }
  return item.args === "{}" ? "" : item.args;
}

function howItEnded(item: CallItem): string {
  const lines = (item.done?.output ?? "").trimEnd().split("\n");
  const note = /^\[(exit|ended|killed|timed)[^\]]*\]$/.exec(lines[lines.length - 1] ?? "");
  return note === null ? "" : note[0].slice(1, -1);
}

export function Effects({ effects }: { effects: readonly Effect[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? effects : effects.slice(0, 6);
  return (
    <ul class="effects" aria-label="Effects">
      {shown.map((one, at) => (
        <li key={at} class={`effect is-${one.state}`}>
          <span class={`change is-${one.change}`}>{one.change}</span>{" "}
          <span class="path">
            {one.renamedFrom !== "" ? `${oneLine(one.renamedFrom)} → ` : ""}
            {oneLine(one.path)}
          </span>
          {one.entries > 1 ? <span class="note"> {count(one.entries, "entry", "entries")}</span> : null}
          {one.state !== "applied" ? <span class={`state is-${one.state}`}>{one.state}</span> : null}
          {one.why !== "" ? <span class="why">{plain(one.why)}</span> : null}
        </li>
      ))}
      {effects.length > shown.length ? (
        <li>
          <button type="button" class="quiet small" onClick={() => setAll(true)}>
            and {effects.length - shown.length} more
          </button>
        </li>
      ) : null}
    </ul>
  );
}

function Actions({ item, session }: { item: CallItem; session: Session }) {
  const has = (state: string) => item.effects.some((one) => one.state === state);
  const steer = maySteer.value;
  if (item.effects.length === 0) return null;
  return (
    <div class="actions">
      {steer && has("held") ? (
        <>
          <button type="button" class="primary small" onClick={() => void decide(session.id, item.id, "apply")}>Apply</button>
          <button type="button" class="small" onClick={() => void decide(session.id, item.id, "drop")}>Refuse</button>
        </>
      ) : null}
      <button type="button" class="quiet small" onClick={() => { stepShown.value = item.id; goTab("changes"); }}>
        <Icon name="diff" /> Diff
      </button>
      {steer && has("applied") ? (
        <>
          <button type="button" class="quiet small" onClick={() => void change(session.id, "undo", item.id)}><Icon name="undo" /> Undo</button>
          <button type="button" class="quiet small" title="Undo this step and all after it" onClick={() => void change(session.id, "rewind", item.id)}>
            <Icon name="back" /> Rewind to before
          </button>
        </>
      ) : null}
      {steer && has("undone") ? (
        <button type="button" class="quiet small" onClick={() => void change(session.id, "redo", item.id)}><Icon name="redo" /> Redo</button>
      ) : null}
      {steer ? (
        <button type="button" class="quiet small" title="A new session with the conversation up to here" onClick={() => void fork(session.id, item.done?.seq ?? item.seq)}>
          <Icon name="fork" /> Fork
        </button>
      ) : null}
    </div>
  );
}


function Asked({ item }: { item: CallItem }) {
  const args = useMemo(() => parsed(item), [item.args]);
  if (item.freeform) return <Patch text={item.args} />;
  if (typeof args.old === "string" && typeof args.new === "string") {
    const diff = textDiff(args.old, args.new);
    return <Hunks file={diff} numbers={false} />;
  }
  if (item.name === "write" && typeof args.text === "string") return <Output text={args.text} lines={14} label="What is written" />;
  if (item.name === "write" && typeof args.content === "string") return <Output text={args.content} lines={14} label="What is written" />;
  if (typeof args.patch === "string") return <Patch text={args.patch} />;
  return null;
}

function Patch({ text: patch }: { text: string }) {
  const tone = (line: string) => (line.startsWith("+") ? "add" : line.startsWith("-") ? "del" : line.startsWith("***") || line.startsWith("@@") ? "head" : "");
  return (
    <pre class="patch" tabIndex={0} aria-label="Patch">
      {patch.split("\n").slice(0, 300).map((line, at) => <div key={at} class={tone(line)}>{plain(line) || "\u200b"}</div>)}
    </pre>
  );
}

export function CallRow({ item, session, past }: { item: CallItem; session: Session; past: boolean }) {
  const done = item.done;
  const failed = done?.isError === true || (done !== null && done.exit !== null && done.exit !== 0);
  const live = done === null && !past ? session.output(item.id).value : "";
  const edits = ["edit", "write", "apply_patch"].includes(item.name);
  const [asked, setAsked] = useState<boolean | null>(null);
  const folded = asked === null ? !(failed || edits) : !asked;
  const subject = about(item);
  const output = done?.output ?? "";
  const end = howItEnded(item);
  const diff = useMemo(() => {
    const args = parsed(item);
    return typeof args.old === "string" && typeof args.new === "string" ? textDiff(args.old, args.new) : null;
  }, [item.args]);
  const whole = done?.blob ? async () => text(bag(await ask("_plumb/blob", { sessionId: session.id, blob: done.blob })).text) : undefined;
  return (
    <div class={`call ${done === null ? "running" : failed ? "failed" : "done"}`}>
      <div class="call-head">
        <button type="button" class="call-title" data-toggle aria-expanded={!folded} onClick={() => setAsked(folded)}>
          <Icon name={k_icons[item.name] ?? "shell"} />
          <span class="tool">{oneLine(item.name)}</span>
          <code class="subject">{oneLine(subject.length > 400 ? `${subject.slice(0, 400)}…` : subject)}</code>
        </button>
        {diff !== null ? <DiffCount added={diff.added} removed={diff.removed} /> : null}
        <span class="call-end">
          {done === null ? (
            <span class="spin" role="img" aria-label="running" />
          ) : (
            <>
              {failed ? <span class="bad">{end || "failed"}</span> : null}
              <span class="ms">{duration(done.ms)}</span>
              <Icon name={failed ? "cross" : "check"} />
              <span class="vh">{failed ? "failed" : "done"}</span>
            </>
          )}
        </span>
      </div>
      {done === null && !past && (item.name.startsWith("shell") || item.name === "service") ? <Output text={live} live lines={14} label="Output so far" /> : null}
      {folded ? null : (
        <div class="call-body">
          {subject.length > 90 && item.name === "shell" ? <pre class="command">{plain(subject)}</pre> : null}
          <Asked item={item} />
          {done !== null && output !== "" && !(edits && !failed) ? <Output text={output} lines={asked === true ? 400 : failed ? 10 : 14} label="Output" more={whole} /> : null}
        </div>
      )}
      {item.network.length > 0 ? (
        <ul class="effects" aria-label="Network">
          {item.network.map((one, at) => (
            <li key={at} class="effect">
              <Chip tone={one.allowed ? "idle" : "failed"} icon={false}>{one.allowed ? "connected" : "refused"}</Chip>{" "}
              <span class="path">{oneLine(one.host)}:{one.port}</span> <span class="why">{plain(one.why)}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {item.effects.length > 0 ? <Effects effects={item.effects} /> : null}
      {item.git.length > 0 ? <p class="note">git: {item.git.map(oneLine).join(", ")}</p> : null}
      <Actions item={item} session={session} />
    </div>
  );
}
