// Checks, verdicts, receipts, reports and ends: what plumb ran itself, and what the model merely says.

import { bag, text } from "../../net/protocol";
import { call as ask } from "../../state/app";
import type { CheckItem, Claim, EndedItem, ReceiptItem, ReportItem, VerdictItem } from "../../state/items";
import type { Session } from "../../state/session";
import { count, duration, money, tokens } from "../../text/format";
import { Markdown } from "../../text/Markdown";
import { oneLine, plain } from "../../text/safe";
import { parseUnified } from "../../text/unified";
import { useState } from "preact/hooks";
import { Hunks } from "../Diff";
import { Icon } from "../icons";
import { Output } from "../Output";
import { Chip, Fold, Ticks } from "../parts";

export function CheckRow({ item, session }: { item: CheckItem; session: Session }) {
  const done = item.done;
  const bad = done !== null && (done.exit !== 0 || done.timedOut);
  const [output, setOutput] = useState<string | null>(null);
  const show = async () => {
    if (output !== null) return setOutput(null);
    const answer = await ask("_plumb/blob", { sessionId: session.id, blob: done?.blob }).catch((error: Error) => ({ text: `[${error.message}]` }));
    setOutput(text(bag(answer).text));
  };
  // Red is right where the tree before the change is checked: it is what the change has to mend.
  const expected = bad && item.tree !== "after";
  return (
    <div class={`call check ${done === null ? "running" : bad ? (expected ? "done" : "failed") : "done"}`}>
      <div class="call-head">
        <button type="button" class="call-title" data-toggle aria-expanded={output !== null} disabled={done === null || done.blob === ""} onClick={() => void show()}>
          <Icon name="shield" />
          <span class="tool">check</span>
          <code class="subject">{oneLine(item.command)}</code>
        </button>
        <span class="call-end">
          {done === null ? (
            <span class="spin" role="img" aria-label="running" />
          ) : (
            <>
              {done.passed + done.failed > 0 ? (
                <span class={bad ? (expected ? "expected" : "bad") : "good"}>{done.passed} passed{done.failed > 0 ? `, ${done.failed} failed` : ""}</span>
              ) : (
                <span class={bad ? "bad" : "good"}>{done.timedOut ? "timed out" : `exit ${done.exit}`}</span>
              )}
              <span class="ms">{duration(done.ms)}</span>
              <Icon name={bad ? "cross" : "check"} />
            </>
          )}
        </span>
      </div>
      <p class="note">{plain(item.where)}{done?.doubt ? `; ${plain(done.doubt)}` : ""}</p>
      {output !== null ? <Output text={output} lines={60} label="Output of the check" /> : null}
    </div>
  );
}

function Names({ word, names, tone }: { word: string; names: readonly string[]; tone: string }) {
  if (names.length === 0) return null;
  return (
    <div class="names">
      <span class={`word tone-text-${tone}`}>{word}</span>
      <ul>
        {names.slice(0, 12).map((name, at) => <li key={at}>{oneLine(name)}</li>)}
        {names.length > 12 ? <li class="note">and {names.length - 12} more</li> : null}
      </ul>
    </div>
  );
}

export function VerdictRow({ item }: { item: VerdictItem }) {
  return (
    <div role="group" class={`card verdict tone-${item.status}`} aria-label={`Verdict: ${item.status}`}>
      <p class="card-head">
        <Chip tone={item.status}>{item.status}</Chip>
        <span class="reason"><Markdown text={item.reason} /></span>
      </p>
      <Names word="fixed" names={item.fixed} tone="good" />
      <Names word="broken" names={item.broken} tone="bad" />
      <Names word="failing" names={item.failing} tone="bad" />
      <Names word="missing" names={item.missing} tone="bad" />
      <Names word="flaky" names={item.flaky} tone="warn" />
      {item.notes.map((note, at) => <p key={at} class="note"><Ticks text={note} /></p>)}
      {item.tampering.map((one, at) => (
        <Fold key={at} label={<span class="tone-text-bad">tampering: {oneLine(one.what || one.kind)} <code>{oneLine(one.path)}{one.line > 0 ? `:${one.line}` : ""}</code></span>}>
          {parseUnified(`--- a/${one.path}\n+++ b/${one.path}\n${one.diff}`).map((file, n) => <Hunks key={n} file={file} />)}
        </Fold>
      ))}
    </div>
  );
}

export function ClaimList({ claims }: { claims: readonly Claim[] }) {
  return (
    <ul class="claims" aria-label="What the model claims">
      {claims.map((one, at) => (
        <li key={at}>
          <Chip tone={one.mark || "unproven"}>{one.mark || "unproven"}</Chip>
          <span>
            “{plain(one.claim)}”{one.why !== "" ? <span class="why"><Ticks text={one.why} /></span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

export function ReportRow({ item }: { item: ReportItem }) {
  return (
    <div role="group" class="card report" aria-label="The model's report">
      <p class="card-head"><Icon name="flag" /><span class="word">The model's word</span></p>
      <Markdown text={item.summary} />
      {item.doubts.length > 0 ? <Names word="doubts" names={item.doubts} tone="warn" /> : null}
      {item.questions.length > 0 ? <Names word="asks" names={item.questions} tone="needs" /> : null}
    </div>
  );
}

export function ReceiptRow({ item, session }: { item: ReceiptItem; session: Session }) {
  const [whole, setWhole] = useState<string | null>(null);
  const show = async () => {
    if (whole !== null) return setWhole(null);
    const answer = await ask("_plumb/blob", { sessionId: session.id, blob: item.blob }).catch((error: Error) => ({ text: `[${error.message}]` }));
    const raw = text(bag(answer).text);
    try {
      setWhole(JSON.stringify(JSON.parse(raw), null, 2));
    } catch {
      setWhole(raw);
    }
  };
  return (
    <div class="line receipt">
      <button type="button" class="call-title" data-toggle aria-expanded={whole !== null} onClick={() => void show()}>
        <Icon name="shield" />
        <span class="tool">receipt</span>
        <code class="subject">{item.id.slice(0, 16)}</code>
      </button>
      <span class="note">checks it again: <code>plumb verify {session.id.slice(0, 10)}…</code></span>
      {whole !== null ? <Output text={whole} lines={400} label="Receipt" /> : null}
    </div>
  );
}

export function EndedRow({ item }: { item: EndedItem }) {
  const fine = item.end === "done" || item.end === "";
  return (
    <section class={`card ended tone-${item.status || "idle"}`} aria-label="End of the run">
      <p class="card-head">
        <Chip tone={item.status || "idle"}>{item.status || "ended"}</Chip>
        <span class="reason">{fine ? "The run ended." : `Ended early: ${plain(item.error || item.end)}`}</span>
      </p>
      {item.claims.length > 0 ? <ClaimList claims={item.claims} /> : null}
      <p class="note figures">
        {count(item.turns, "turn")} · {duration(item.ms)} · {tokens(item.tokensIn)} tokens in ({tokens(item.tokensCached)} cached), {tokens(item.tokensOut)} out
        {item.cost !== null ? ` · ${money(item.cost)}` : ""}
      </p>
    </section>
  );
}
