// What is said: by people, by the model, by plumb; and the small lines in between.

import { useState } from "preact/hooks";
import { fork, go, maySteer } from "../../state/app";
import type { AnswerItem, AttemptsItem, ChangeItem, NoticeItem, PlanItem, UserItem } from "../../state/items";
import type { Session } from "../../state/session";
import { count, duration, money } from "../../text/format";
import { Markdown } from "../../text/Markdown";
import { oneLine, plain } from "../../text/safe";
import { Icon } from "../icons";
import { Chip } from "../parts";

const k_by: Record<string, string> = { plumb: "plumb, to the model", steer: "you, while it worked", verb: "you changed the tree", "": "you" };

export function UserRow({ item, session }: { item: UserItem; session: Session }) {
  const own = item.by !== "plumb";
  return (
    <div class={`talk user by-${own ? "you" : "plumb"}`}>
      <p class="who">
        <Icon name={own ? "user" : "shield"} /> {k_by[item.by] ?? oneLine(item.by)}
        {item.images > 0 ? <span class="note"> with {count(item.images, "picture")}</span> : null}
        {maySteer.value && own ? (
          <span class="actions">
            <button type="button" class="quiet small" title="A new session with the conversation up to here" onClick={() => void fork(session.id, item.seq)}>
              <Icon name="fork" /> Fork from here
            </button>
          </span>
        ) : null}
      </p>
      <Markdown text={item.text} />
    </div>
  );
}

export function Reasoning({ text, live = false }: { text: string; live?: boolean }) {
  const [open, setOpen] = useState(false);
  const first = text.trim().split("\n", 1)[0] ?? "";
  return (
    <div class={`reasoning ${live ? "live" : ""}`}>
      <button type="button" class="quiet fold-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="think" /> <span class="word">{live ? "Thinking" : "Thought"}</span>
        {open ? null : <span class="first">{plain(live ? text.slice(-160).replace(/\n+/g, " ") : first)}</span>}
      </button>
      {open ? <div class="reasoning-all"><Markdown text={text} /></div> : null}
    </div>
  );
}

export function AnswerRow({ item }: { item: AnswerItem }) {
  return (
    <div class="talk answer">
      {item.reasoning !== "" ? <Reasoning text={item.reasoning} /> : null}
      {item.text !== "" ? <Markdown text={item.text} /> : null}
    </div>
  );
}

export function PlanRow({ item }: { item: PlanItem }) {
  const done = item.steps.filter((one) => one.status === "done" || one.status === "completed").length;
  const at = item.steps.find((one) => one.status === "in_progress");
  return (
    <p class="line plan-line">
      <Icon name="plan" /> <span class="tool">plan</span> {done} of {item.steps.length} done{at !== undefined ? <span class="note">now: {plain(at.text)}</span> : null}
    </p>
  );
}

export function NoticeRow({ item }: { item: NoticeItem }) {
  return (
    <p class={`line notice is-${item.level}`}>
      <Icon name={item.level === "info" ? "info" : "hand"} /> <span>{plain(item.text)}</span>
    </p>
  );
}

const k_did: Record<string, string> = { undo: "Undone", redo: "Done again", rewind: "Rewound", apply: "Applied", drop: "Refused" };
export function ChangeRow({ item }: { item: ChangeItem }) {
  const done = item.done;
  return (
    <div class="line change">
      <p>
        <Icon name={item.verb === "redo" || item.verb === "apply" ? "redo" : "undo"} /> <span class="tool">{k_did[item.verb] ?? item.verb}</span>
        {done === null ? "under way" : count(done.count, "path")}
      </p>
      {done !== null && done.restored.length > 0 ? <p class="note paths">{done.restored.slice(0, 8).map(oneLine).join(", ")}{done.restored.length > 8 ? " …" : ""}</p> : null}
      {done !== null && done.conflicts > 0 ? <p class="note tone-text-warn">{count(done.conflicts, "path")} left alone: changed by somebody else since</p> : null}
    </div>
  );
}

export function AttemptsRow({ item }: { item: AttemptsItem }) {
  return (
    <section class="card attempts" aria-label="Attempts">
      <p class="card-head"><Icon name="fork" /><span class="word">{count(item.attempts.length, "attempt")} side by side</span></p>
      <ul>
        {item.attempts.map((one) => (
          <li key={one.n} class={item.chosen?.n === one.n ? "chosen" : ""}>
            <button type="button" class="quiet" disabled={one.session === ""} onClick={() => go(one.session)}>
              <span class="n">{one.n}</span> <span>{oneLine(one.model)}</span>
              <Chip tone={one.status || "running"}>{one.status || "running"}</Chip>
              <span class="note">{one.ms > 0 ? `${count(one.files, "file")}, ${count(one.lines, "line")}, ${duration(one.ms)} ${money(one.cost)}` : ""}</span>
              {item.chosen?.n === one.n ? <strong>chosen</strong> : null}
            </button>
          </li>
        ))}
      </ul>
      {item.chosen !== null ? <p class="note">{plain(item.chosen.why)}</p> : null}
    </section>
  );
}
