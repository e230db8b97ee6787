// The pulse of the fleet: what needs someone, what runs, what was decided lately and what is in doubt, what it costs.

import { useEffect, useMemo, useState } from "preact/hooks";
import { approvals, call, decide, dialog, go, listed, maySteer, now, rows } from "../state/app";
import { mood, needsYou } from "../state/fleet";
import { bag, list, number, text, type Approval, type Row } from "../net/protocol";
import { ago, count, duration, folderName, money, tokens } from "../text/format";
import { oneLine } from "../text/safe";
import { Icon } from "./icons";
import { Chip, Dot, Empty, Ticks } from "./parts";
import { Effects } from "./rows/CallRow";

const k_day_ms = 86_400_000;

function Waiting({ waiting }: { waiting: Row[] }) {
  const [held, setHeld] = useState<Approval[]>([]);
  const key = waiting.map((row) => `${row.id}:${row.lastSeq}:${row.held}`).join(" ");
  useEffect(() => {
    if (waiting.length === 0) return setHeld([]);
    let left = false;
    void approvals().then((all) => !left && setHeld(all)).catch(() => {});
    return () => {
      left = true;
    };
  }, [key]);
  return (
    <section class="pulse-part needs" aria-label="What needs you, with its answers">
      <h2><Icon name="hand" /> Needs you</h2>
      {waiting.map((row) => (
        <article key={row.id} class="card waiting">
          <p class="card-head">
            <button type="button" class="link strong" onClick={() => go(row.id)}>{oneLine(row.title || row.id)}</button>
            <span class="note">{oneLine(folderName(row.cwd))} · {ago(row.updatedAt, now.value)}</span>
          </p>
          {held.filter((one) => one.sessionId === row.id).map((one) => (
            <div key={one.step} class="held-step">
              <p class="held-what">{oneLine(one.what)}</p>
              <Effects effects={one.effects} />
              {maySteer.value ? (
                <div class="held-buttons">
                  <button type="button" class="primary small" onClick={() => void decide(row.id, one.step, "apply")}>Apply</button>
                  <button type="button" class="small" onClick={() => void decide(row.id, one.step, "drop")}>Refuse</button>
                </div>
              ) : null}
            </div>
          ))}
        </article>
      ))}
    </section>
  );
}

function Line({ row }: { row: Row }) {
  const feel = mood(row);
  return (
    <li>
      <button type="button" class="pulse-row quiet" onClick={() => go(row.id)}>
        <Dot tone={feel.tone} word={feel.word} />
        <span class="pulse-title">{oneLine(row.title || row.id)}</span>
        <span class="note">{oneLine(folderName(row.cwd))}</span>
        {row.state === "running" && row.planAll > 0 ? <span class="note">{row.planDone} of {row.planAll}</span> : null}
        {row.state !== "running" && row.status !== "" ? <Chip tone={row.status}>{row.status}</Chip> : null}
        <span class="note num">{row.state === "running" ? duration(now.value - row.startedAt) : ago(row.updatedAt, now.value)}</span>
        {row.reason !== "" && row.state !== "running" ? <span class="pulse-reason note"><Ticks text={row.reason} /></span> : null}
      </button>
    </li>
  );
}

function Spent() {
  const [days, setDays] = useState<{ day: string; cost: number; tokens: number; sessions: number }[] | null>(null);
  useEffect(() => {
    let left = false;
    void call("_plumb/usage", { days: 14 })
      .then((answer) => {
        const by = new Map<string, { day: string; cost: number; tokens: number; sessions: number }>();
        for (let back = 13; back >= 0; --back) {
          const day = new Date(Date.now() - back * k_day_ms).toISOString().slice(0, 10);
          by.set(day, { day, cost: 0, tokens: 0, sessions: 0 });
        }
        for (const one of list(bag(answer).totals).map(bag)) {
          const day = by.get(text(one.day));
          if (day === undefined) continue;
          day.cost += number(one.costUsd);
          day.tokens += number(one.tokensIn) + number(one.tokensOut);
          day.sessions += number(one.sessions);
        }
        if (!left) setDays([...by.values()]);
      })
      .catch(() => {});
    return () => {
      left = true;
    };
  }, [listed.value]);
  if (days === null || days.every((one) => one.sessions === 0)) return null;
  const most = Math.max(...days.map((one) => one.cost || one.tokens / 1e9), 1e-9);
  const total = days.reduce((sum, one) => sum + one.cost, 0);
  return (
    <section class="pulse-part" aria-label="Spent">
      <h2><Icon name="chart" /> Spent in 14 days <span class="note num">{money(total)} · {tokens(days.reduce((sum, one) => sum + one.tokens, 0))} tokens · {count(days.reduce((sum, one) => sum + one.sessions, 0), "session")}</span></h2>
      <div class="bars" role="img" aria-label={`Cost of each day: ${days.filter((one) => one.cost > 0).map((one) => `${one.day} ${money(one.cost)}`).join(", ")}`}>
        {days.map((one) => (
          <div key={one.day} class="bar" title={`${one.day}: ${money(one.cost)}, ${count(one.sessions, "session")}`}>
            <span style={{ height: `${Math.max(one.sessions > 0 ? 3 : 0, Math.round((100 * (one.cost || one.tokens / 1e9)) / most))}%` }} />
            <em>{Number(one.day.slice(8))}</em>
          </div>
        ))}
      </div>
    </section>
  );
}

export function Home() {
  const all = useMemo(() => [...rows.value.values()].sort((a, b) => b.updatedAt - a.updatedAt), [rows.value]);
  const waiting = all.filter(needsYou);
  const running = all.filter((row) => row.state === "running");
  const ended = all.filter((row) => row.state !== "running" && !needsYou(row) && row.status !== "" && row.parent === "");
  const doubt = ended.filter((row) => row.status !== "verified" && row.status !== "unchanged").slice(0, 8);
  const proven = ended.filter((row) => row.status === "verified").slice(0, 8);
  useEffect(() => {
    document.title = waiting.length > 0 ? `(${waiting.length}) plumb` : "plumb";
  });
  if (listed.value && all.length === 0) {
    return (
      <main class="home" id="main">
        <Empty title="Hand over a task">
          <p>Say in plain words what is to be done, and in which folder. Every step appears here as it happens; nothing that it does cannot be taken back.</p>
          {maySteer.value ? <p><button type="button" class="primary" onClick={() => (dialog.value = "new")}><Icon name="plus" /> New task</button></p> : null}
        </Empty>
      </main>
    );
  }
  return (
    <main class="home" id="main" aria-label="Overview">
      <h1 class="vh">Overview</h1>
      {waiting.length > 0 ? <Waiting waiting={waiting} /> : <p class="calm"><Icon name="check" /> Nothing needs you.</p>}
      <div class="pulse-grid">
        {running.length > 0 ? <section class="pulse-part" aria-label="Running"><h2><Icon name="clock" /> Running <span class="note">{running.length}</span></h2><ul>{running.slice(0, 12).map((row) => <Line key={row.id} row={row} />)}</ul></section> : null}
        {doubt.length > 0 ? <section class="pulse-part" aria-label="In doubt"><h2><Icon name="info" /> In doubt</h2><ul>{doubt.map((row) => <Line key={row.id} row={row} />)}</ul></section> : null}
        {proven.length > 0 ? <section class="pulse-part" aria-label="Proven lately"><h2><Icon name="shield" /> Proven lately</h2><ul>{proven.map((row) => <Line key={row.id} row={row} />)}</ul></section> : null}
        <Spent />
      </div>
    </main>
  );
}
