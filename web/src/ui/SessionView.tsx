// One session: its head, what happens in it, and beside it (below 1180 px: instead of it) plan, changes, files, proof,
// usage and the record.

import { useEffect, useRef, useState } from "preact/hooks";
import { attempt, change, client, dialog, fork, go, goTab, maySteer, onlySession, open, place, rows, say } from "../state/app";
import { heldSteps } from "../state/fold";
import { mood, needsYou } from "../state/fleet";
import type { Session } from "../state/session";
import { duration, folderName, money, tokens } from "../text/format";
import { oneLine } from "../text/safe";
import { Composer } from "./Composer";
import { Held } from "./Held";
import { Icon } from "./icons";
import { Chip, Empty } from "./parts";
import { Stream } from "./Stream";
import { ChangesTab } from "./tabs/Changes";
import { FilesTab } from "./tabs/Files";
import { PlanTab } from "./tabs/Plan";
import { ProofTab } from "./tabs/Proof";
import { RecordTab } from "./tabs/Record";
import { UsageTab } from "./tabs/Usage";
import { Timeline } from "./Timeline";
import type { ListHandle } from "./VirtualList";

export const tabs: { name: string; label: string; icon: string }[] = [
  { name: "", label: "Activity", icon: "list" },
  { name: "plan", label: "Plan", icon: "plan" },
  { name: "changes", label: "Changes", icon: "diff" },
  { name: "files", label: "Files", icon: "files" },
  { name: "proof", label: "Proof", icon: "shield" },
  { name: "usage", label: "Usage", icon: "chart" },
  { name: "record", label: "Record", icon: "log" },
];

function Title({ session, editing, setEditing }: { session: Session; editing: boolean; setEditing(on: boolean): void }) {
  const view = session.now.value;
  const row = session.row.value;
  const title = row?.title || view.title || view.task || session.id;
  const rename = async (value: string) => {
    setEditing(false);
    if (value.trim() === "" || value.trim() === title) return;
    await attempt("It was not renamed", "_plumb/rename", { sessionId: session.id, title: value.trim() });
  };
  if (editing) {
    return (
      <input
        class="title-input"
        aria-label="Title"
        value={title}
        maxLength={200}
        ref={(node) => node?.focus()}
        onBlur={(event) => void rename(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") {
            event.currentTarget.value = title;
            event.currentTarget.blur();
          }
        }}
      />
    );
  }
  return (
    <h1 class="title" title={oneLine(title)}>
      <span>{oneLine(title)}</span>
    </h1>
  );
}

function Head({ session }: { session: Session }) {
  const [editing, setEditing] = useState(false);
  const view = session.now.value;
  const row = session.row.value;
  const feel = row !== null ? mood(row) : { tone: view.running ? "running" : view.status || "idle", word: view.running ? "running" : view.status || "idle" };
  const last = view.usage[view.usage.length - 1];
  const cost = row?.costUsd ?? last?.cost ?? null;
  const tokensIn = row !== null && row.tokensIn > 0 ? row.tokensIn : (last?.tokensIn ?? 0);
  const tokensOut = row !== null && row.tokensOut > 0 ? row.tokensOut : (last?.tokensOut ?? 0);
  const parent = view.parent || row?.parent || "";
  return (
    <header class="head">
      <div class="head-top">
        {onlySession.value === "" ? <button type="button" class="quiet icon-only back" aria-label="All sessions" onClick={() => go("")}><Icon name="back" /></button> : null}
        <Title session={session} editing={editing} setEditing={setEditing} />
        <Chip tone={feel.tone}>{feel.word}</Chip>
        {row !== null && row.state !== "idle" && row.status !== "" && row.state !== "needs_you" ? <Chip tone={row.status}>{row.status}</Chip> : null}
        {maySteer.value && !editing ? <button type="button" class="quiet icon-only rename" aria-label="Rename" title="Rename" onClick={() => setEditing(true)}><Icon name="edit" /></button> : null}
        {maySteer.value && !editing ? <button type="button" class="quiet icon-only" aria-label="Share" title="Share a link to this session" onClick={() => (dialog.value = "share")}><Icon name="share" /></button> : null}
      </div>
      <p class="head-facts">
        <span title={oneLine(row?.cwd || view.cwd)}>{oneLine(folderName(row?.cwd || view.cwd))}</span>
        <span>{oneLine(row?.model || view.model)}</span>
        {parent !== "" ? <button type="button" class="link" onClick={() => go(parent)}>{row?.role ? "agent" : "attempt"} {row?.attempt || ""} of another{row?.role ? `: ${oneLine(row.role)}` : ""}</button> : null}
        {view.forkedFrom !== "" ? <button type="button" class="link" onClick={() => go(view.forkedFrom)}>forked</button> : null}
        {tokensIn > 0 ? <span class="num">{tokens(tokensIn)} in, {tokens(tokensOut)} out</span> : null}
        {last !== undefined && last.context >= 0 ? <span class="num" title="Of the model's window, what the conversation takes">context {Math.round(last.context * 100)} %</span> : null}
        {cost !== null ? <span class="num">{money(cost)}</span> : null}
        {view.startedAt > 0 ? <span class="num">{duration(Math.max(0, view.t - view.startedAt))}</span> : null}
      </p>
    </header>
  );
}

function TabBar({ session, wide }: { session: Session; wide: boolean }) {
  const view = session.shown.value;
  const current = place.value.tab || (wide ? "changes" : "");
  const held = heldSteps(view).length;
  const badge: Record<string, string> = {
    plan: view.plan.length > 0 ? `${view.plan.filter((one) => one.status === "done" || one.status === "completed").length}/${view.plan.length}` : "",
    changes: view.steps.length > 0 ? String(view.steps.length) : "",
    "": held > 0 ? "!" : "",
  };
  const shown = wide ? tabs.slice(1) : tabs;
  const keyed = (event: KeyboardEvent) => {
    const at = shown.findIndex((one) => one.name === current);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = shown[(at + step + shown.length) % shown.length]!;
    goTab(next.name);
    document.getElementById(`tab-${next.name || "activity"}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views of the session" onKeyDown={keyed}>
      {shown.map((one) => (
        <button
          key={one.name}
          type="button"
          role="tab"
          id={`tab-${one.name || "activity"}`}
          aria-selected={current === one.name}
          aria-controls="panel"
          tabIndex={current === one.name ? 0 : -1}
          onClick={() => goTab(one.name)}
        >
          <Icon name={one.icon} />
          <span>{one.label}</span>
          {badge[one.name] ? <span class="badge">{badge[one.name]}</span> : null}
        </button>
      ))}
    </div>
  );
}

function Panel({ session, wide }: { session: Session; wide: boolean }) {
  const current = place.value.tab || (wide ? "changes" : "");
  const content = () => {
    switch (current) {
      case "plan": return <PlanTab session={session} />;
      case "changes": return <ChangesTab session={session} />;
      case "files": return <FilesTab session={session} />;
      case "proof": return <ProofTab session={session} />;
      case "usage": return <UsageTab session={session} />;
      case "record": return <RecordTab session={session} />;
      default: return null;
    }
  };
  return <div class="panel" role="tabpanel" tabIndex={0} id="panel" aria-labelledby={`tab-${current || "activity"}`}>{content()}</div>;
}

/// Tells a screen reader what has ended or waits, and nothing of the rest.
function useAnnouncements(session: Session): void {
  const last = useRef("");
  const view = session.now.value;
  const row = session.row.value;
  useEffect(() => {
    if (!session.caughtUp.value) return;
    const state = row !== null && needsYou(row) ? "It needs you." : view.running ? "It is running." : view.status !== "" ? `It ended: ${view.status}.` : "";
    if (state !== "" && state !== last.current) {
      if (last.current !== "") say(state);
      last.current = state;
    }
  });
}

export function SessionView({ wide }: { wide: boolean }) {
  const session = open.value;
  if (session === null) return <Empty title="Not connected" />;
  return <Shown key={session.id} session={session} wide={wide} />;
}

export const streamHandle: { current: ListHandle | null } = { current: null };

function Shown({ session, wide }: { session: Session; wide: boolean }) {
  useAnnouncements(session);
  const row = session.row.value ?? rows.value.get(session.id) ?? null;
  useEffect(() => {
    const view = session.now.value;
    const title = row?.title || view.title || view.task || "plumb";
    const mark = row !== null && needsYou(row) ? "● " : row?.state === "running" ? "▸ " : "";
    document.title = `${mark}${oneLine(title).slice(0, 80)} · plumb`;
  });
  const tab = place.value.tab;
  const past = session.moment.value !== 0;
  const gone = client.value?.line.value.is !== "open";
  return (
    <main class={`session ${past ? "is-past" : ""} ${gone ? "is-away" : ""}`} id="main" aria-label="Session">
      <Head session={session} />
      {wide ? null : <TabBar session={session} wide={false} />}
      <div class="work">
        <div class="activity" hidden={!wide && tab !== ""}>
          {wide || tab === "" ? <Stream session={session} handle={streamHandle} /> : null}
        </div>
        {wide || tab !== "" ? (
          <aside class="side" aria-label="Details">
            {wide ? <TabBar session={session} wide={true} /> : null}
            <Panel session={session} wide={wide} />
          </aside>
        ) : null}
      </div>
      <footer class="foot">
        <Timeline session={session} />
        <Held session={session} />
        {past ? <PastBar session={session} /> : <Composer session={session} onSent={() => streamHandle.current?.end()} />}
      </footer>
    </main>
  );
}


function PastBar({ session }: { session: Session }) {
  const view = session.shown.value;
  const step = view.steps[view.steps.length - 1];
  return (
    <div class="past-bar" role="group" aria-label="This moment">
      <span class="note">You see the session as it was. Nothing is changed by looking.</span>
      {maySteer.value ? (
        <>
          <button type="button" onClick={() => void fork(session.id, view.seq)}><Icon name="fork" /> Fork from here</button>
          {step !== undefined ? (
            <button
              type="button"
              title="Undo every step after this moment"
              disabled={session.now.value.steps.length === view.steps.length}
              onClick={() => {
                const next = session.now.value.steps[view.steps.length];
                if (next !== undefined) void change(session.id, "rewind", next.id);
              }}
            >
              <Icon name="undo" /> Rewind files to here
            </button>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
