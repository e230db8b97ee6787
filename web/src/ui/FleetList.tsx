// All sessions of the machine: who needs someone first, and a search over what was said and done in them.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { client, dialog, go, listed, maySteer, now, place, rows } from "../state/app";
import { groups, mood, type Group } from "../state/fleet";
import { bag, list, row as readRow, type Row } from "../net/protocol";
import { ago, folderName, money } from "../text/format";
import { oneLine } from "../text/safe";
import { Icon } from "./icons";
import { Dot, Empty } from "./parts";

const k_search_ms = 200;
const k_shown_first = 60;

function RowButton({ row, current, focusable }: { row: Row; current: boolean; focusable: boolean }) {
  const feel = mood(row);
  const title = row.title || "New session";
  return (
    <li>
      <button
        type="button"
        class={`fleet-row ${current ? "on" : ""}`}
        aria-current={current ? "page" : undefined}
        tabIndex={focusable ? 0 : -1}
        data-session={row.id}
        onClick={() => go(row.id)}
      >
        <Dot tone={feel.tone} word={feel.word} />
        <span class="fleet-title">{oneLine(title)}</span>
        <span class="fleet-time">{ago(row.updatedAt, now.value)}</span>
        <span class="fleet-facts">
          <span class={`tone-text-${feel.tone}`}>{feel.word}</span>
          <span class="folder" title={oneLine(row.cwd)}>{oneLine(folderName(row.cwd))}</span>
          <span class="model">{oneLine(row.model.split("/").pop() ?? "")}</span>
          {row.planAll > 0 && row.state === "running" ? <span>{row.planDone}/{row.planAll}</span> : null}
          {row.costUsd !== null && row.costUsd > 0 ? <span class="num">{money(row.costUsd)}</span> : null}
        </span>
      </button>
    </li>
  );
}

function useSearch(query: string): { found: Row[] | null; busy: boolean; problem: string } {
  const [state, setState] = useState<{ of: string; found: Row[]; problem: string } | null>(null);
  useEffect(() => {
    if (query === "") return setState(null);
    let left = false;
    const timer = setTimeout(async () => {
      try {
        const answer = bag(await client.value?.call("_plumb/sessions/list", { query, limit: 100 }));
        if (!left) setState({ of: query, found: list(answer.sessions).map(readRow), problem: "" });
      } catch (error) {
        if (!left) setState({ of: query, found: [], problem: (error as Error).message });
      }
    }, k_search_ms);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [query]);
  if (query === "") return { found: null, busy: false, problem: "" };
  return { found: state?.found ?? null, busy: state?.of !== query, problem: state?.problem ?? "" };
}

export function FleetList() {
  const [query, setQuery] = useState("");
  const [all, setAll] = useState(false);
  const { found, busy, problem } = useSearch(query.trim());
  const known = rows.value;
  const minute = Math.floor(now.value / 60_000);
  const parts: Group[] = useMemo(
    () => (found !== null ? [{ name: "Found", rows: found.map((one) => known.get(one.id) ?? one) }] : groups([...known.values()], now.peek())),
    [known, found, minute],
  );
  const node = useRef<HTMLElement>(null);
  const current = place.value.session;
  const flat = parts.flatMap((part) => part.rows);
  const focusable = flat.some((one) => one.id === current) ? current : (flat[0]?.id ?? "");
  const keyed = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" || event.key === "j" ? 1 : event.key === "ArrowUp" || event.key === "k" ? -1 : 0;
    const target = event.target as HTMLElement;
    if (step === 0 || event.ctrlKey || event.metaKey || (target.tagName === "INPUT" && event.key !== "ArrowDown")) return;
    const buttons = [...(node.current?.querySelectorAll<HTMLButtonElement>(".fleet-row") ?? [])];
    const at = buttons.indexOf(target.closest<HTMLButtonElement>(".fleet-row")!);
    event.preventDefault();
    event.stopPropagation();
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus();
  };
  let left = all ? Number.POSITIVE_INFINITY : k_shown_first;
  return (
    <nav class="fleet" aria-label="Sessions" ref={node} onKeyDown={keyed}>
      <div class="fleet-head">
        <button type="button" class="brand quiet" onClick={() => go("")} aria-label="plumb: overview">
          <svg viewBox="0 0 32 32" width="18" height="18" aria-hidden="true"><path class="bob-line" d="M16 2v13" /><path class="bob" d="M9 15h14l-2 6-5 9-5-9z" /></svg>
          <span>plumb</span>
        </button>
        {maySteer.value ? <button type="button" class="primary small" title="New task (n)" onClick={() => (dialog.value = "new")}><Icon name="plus" /> New task</button> : null}
      </div>
      <label class="search">
        <Icon name="search" />
        <span class="vh">Search all sessions</span>
        <input type="search" id="search" placeholder="Search all sessions" value={query} onInput={(event) => setQuery(event.currentTarget.value)} onKeyDown={(event) => event.key === "Escape" && setQuery("")} />
        <kbd class="wide-only">/</kbd>
      </label>
      <div class="fleet-list">
        {!listed.value ? <p class="note pad" role="status">Reading the list</p> : null}
        {problem !== "" ? <p class="note pad tone-text-bad" role="status">{problem}</p> : null}
        {listed.value && query === "" && known.size === 0 ? (
          <Empty title="No sessions yet"><p>{maySteer.value ? "Start a task, here or with plumb run in a terminal." : "Sessions of this machine appear here."}</p></Empty>
        ) : null}
        {query !== "" && !busy && found !== null && found.length === 0 && problem === "" ? <Empty title="Nothing found"><p>Tasks, messages and output of all sessions were looked through.</p></Empty> : null}
        {parts.map((part) => {
          const shown = part.rows.slice(0, Math.max(0, left));
          left -= part.rows.length;
          if (shown.length === 0) return null;
          return (
            <section key={part.name} aria-label={part.name} class={part.name === "Needs you" ? "group needs" : "group"}>
              <h2>{part.name} <span class="note">{part.rows.length}</span></h2>
              <ul>{shown.map((one) => <RowButton key={one.id} row={one} current={one.id === current} focusable={one.id === focusable} />)}</ul>
            </section>
          );
        })}
        {left < 0 && !all ? <button type="button" class="quiet pad" onClick={() => setAll(true)}>Show all {flat.length}</button> : null}
      </div>
    </nav>
  );
}
