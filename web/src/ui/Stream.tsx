// Everything that happens in a session, in order, as it happens.

import { useMemo, useRef, useState } from "preact/hooks";
import type { Item } from "../state/items";
import type { Session } from "../state/session";
import { offset } from "../text/format";
import { about, CallRow } from "./rows/CallRow";
import { CheckRow, EndedRow, ReceiptRow, ReportRow, VerdictRow } from "./rows/ProofRows";
import { AnswerRow, AttemptsRow, ChangeRow, NoticeRow, PlanRow, Reasoning, UserRow } from "./rows/TalkRows";
import { Markdown } from "../text/Markdown";
import { Icon } from "./icons";
import { Empty } from "./parts";
import { VirtualList, type ListHandle } from "./VirtualList";

const k_guess: Record<Item["kind"], number> = {
  user: 90, answer: 90, call: 44, check: 56, verdict: 130, receipt: 40, report: 130, plan: 36, notice: 36, change: 60, attempts: 160, ended: 110,
};

export function describe(item: Item): string {
  switch (item.kind) {
    case "user": return `Message: ${item.text.slice(0, 200)}`;
    case "answer": return `Model: ${(item.text || item.reasoning).slice(0, 200)}`;
    case "call": {
      const held = item.effects.filter((one) => one.state === "held").length;
      const state = item.done === null ? "running" : item.done.isError ? "failed" : "done";
      return `${item.name} ${about(item).slice(0, 160)}, ${state}${item.effects.length > 0 ? `, ${item.effects.length} effects` : ""}${held > 0 ? `, ${held} held` : ""}`;
    }
    case "check": return `Check ${item.command} on ${item.where}, ${item.done === null ? "running" : `${item.done.passed} passed, ${item.done.failed} failed`}`;
    case "verdict": return `Verdict: ${item.status}. ${item.reason}`;
    case "receipt": return "Receipt";
    case "report": return `Report: ${item.summary.slice(0, 200)}`;
    case "plan": return "Plan";
    case "notice": return item.text;
    case "change": return `${item.verb}, ${item.done?.count ?? 0} paths`;
    case "attempts": return `${item.attempts.length} attempts`;
    case "ended": return `The run ended: ${item.status}`;
  }
}

function content(item: Item, session: Session, past: boolean) {
  switch (item.kind) {
    case "user": return <UserRow item={item} session={session} />;
    case "answer": return <AnswerRow item={item} />;
    case "call": return <CallRow item={item} session={session} past={past} />;
    case "check": return <CheckRow item={item} session={session} />;
    case "verdict": return <VerdictRow item={item} />;
    case "receipt": return <ReceiptRow item={item} session={session} />;
    case "report": return <ReportRow item={item} />;
    case "plan": return <PlanRow item={item} />;
    case "notice": return <NoticeRow item={item} />;
    case "change": return <ChangeRow item={item} />;
    case "attempts": return <AttemptsRow item={item} />;
    case "ended": return <EndedRow item={item} />;
  }
}
/// An item that is the same object is not painted again.
function Content({ item, session, past }: { item: Item; session: Session; past: boolean }) {
  return useMemo(() => content(item, session, past), [item, session, past]);
}

/// Calls that only make another row (the plan, the report) have none of their own, unless they failed.
function isSeen(item: Item): boolean {
  return item.kind !== "call" || !((item.name === "plan" || item.name === "report") && item.done?.isError !== true);
}

function Tail({ session }: { session: Session }) {
  const view = session.now.value;
  const text = session.liveText.value;
  const thought = session.liveReasoning.value;
  if (session.moment.value !== 0) return null;
  const running = session.row.value === null ? view.running : session.row.value.state === "running";
  if (text === "" && thought === "") {
    if (!running || view.waitsFor !== "model") return <div class="tail" />;
    return <div class="tail"><p class="line waiting"><span class="spin" aria-hidden="true" /> <span class="note">the model is at it</span></p></div>;
  }
  return (
    <div class="tail">
      <div class="talk answer live">
        {thought !== "" ? <Reasoning text={thought} live={text === ""} /> : null}
        {text !== "" ? <Markdown text={text} /> : null}
      </div>
    </div>
  );
}

export function Stream({ session, handle }: { session: Session; handle: { current: ListHandle | null } }) {
  const view = session.shown.value;
  const past = session.moment.value !== 0;
  const [atEnd, setAtEnd] = useState(true);
  const items = useMemo(() => view.items.filter(isSeen), [view]);
  const began = useRef(0);
  began.current = view.startedAt;
  if (items.length === 0) {
    if (session.problem.value !== "") return <Empty title="This session cannot be shown"><p>{session.problem.value}</p></Empty>;
    return session.caughtUp.value ? <Empty title="Nothing has happened yet"><p>Send a message, and every step appears here.</p></Empty> : <Loading />;
  }
  return (
    <div class="stream">
      <VirtualList<Item>
        items={items}
        keyOf={(item) => item.seq}
        label="What happened"
        rowLabel={describe}
        guess={(item) => k_guess[item.kind]}
        sticky
        handle={handle}
        onEnd={setAtEnd}
        busy={!session.caughtUp.value}
        render={(item) => (
          <>
            <time class="at" title={new Date(item.t).toLocaleString()}>{offset(item.t - began.current)}</time>
            <div class="what"><Content item={item} session={session} past={past} /></div>
          </>
        )}
        tail={<Tail session={session} />}
      />
      {atEnd ? null : (
        <button type="button" class="to-end" onClick={() => handle.current?.end()}>
          <Icon name="down" /> {past ? "To this moment" : "Newest"}
        </button>
      )}
    </div>
  );
}

function Loading() {
  return <div class="empty" role="status"><span class="spin" aria-hidden="true" /><p class="note">Reading the session's record</p></div>;
}
