// What a session did to the tree: all of it, or one step; as it was at the moment that is shown.

import { useEffect, useMemo, useState } from "preact/hooks";
import { bag, text } from "../../net/protocol";
import { call, change, maySteer } from "../../state/app";
import type { Session } from "../../state/session";
import { count } from "../../text/format";
import { oneLine, plain } from "../../text/safe";
import { parseUnified, type FileDiff } from "../../text/unified";
import { DiffCount, Hunks } from "../Diff";
import { Icon } from "../icons";
import { Empty } from "../parts";
import { Effects } from "../rows/CallRow";
import { stepShown } from "../shown";

const k_quiet_ms = 300;

function FilePart({ file, open }: { file: FileDiff; open: boolean }) {
  const name = file.after || file.before || "(no name)";
  const kind = file.before === "" ? "created" : file.after === "" ? "deleted" : file.before !== file.after ? "moved" : "modified";
  return (
    <details class="file-diff" open={open}>
      <summary>
        <span class={`change is-${kind}`}>{kind}</span>
        <span class="path">{kind === "moved" ? `${oneLine(file.before)} → ` : ""}{oneLine(name)}</span>
        <DiffCount added={file.added} removed={file.removed} />
      </summary>
      {file.notes.map((note, at) => <p key={at} class="note">{plain(note)}</p>)}
      {file.hunks.length > 0 ? <Hunks file={file} /> : null}
    </details>
  );
}

export function ChangesTab({ session }: { session: Session }) {
  const view = session.shown.value;
  const wanted = stepShown.value;
  const step = view.steps.some((one) => one.id === wanted) ? wanted : "";
  const [diff, setDiff] = useState<{ of: string; files: FileDiff[] } | null>(null);
  const [problem, setProblem] = useState("");
  // The same step is asked for again when its effects, or anybody's, have changed since.
  const states = useMemo(() => session.now.value.steps.map((one) => one.effects.map((e) => e.state[0]).join("")).join(","), [session.now.value.steps, session.now.value.seq]);
  const key = `${session.id} ${step} ${states}`;
  useEffect(() => {
    let left = false;
    const timer = setTimeout(async () => {
      try {
        const answer = bag(await call("_plumb/diff", { sessionId: session.id, step }));
        if (left) return;
        setDiff({ of: key, files: parseUnified(text(answer.diff)) });
        setProblem("");
      } catch (error) {
        if (!left) setProblem((error as Error).message);
      }
    }, diff === null ? 0 : k_quiet_ms);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [key]);

  if (view.steps.length === 0) return <Empty title="Nothing is changed"><p>What edits and commands do to files appears here, step by step.</p></Empty>;
  const one = view.steps.find((s) => s.id === step);
  const at = view.steps.findIndex((s) => s.id === step);
  const files = diff?.files ?? [];
  return (
    <div class="tab-in changes">
      <div class="step-bar">
        <button type="button" class="quiet icon-only" aria-label="Step before" disabled={step === "" && view.steps.length === 0} onClick={() => (stepShown.value = view.steps[at < 0 ? view.steps.length - 1 : at - 1]?.id ?? "")}><Icon name="back" /></button>
        <select aria-label="Step" value={step} onChange={(event) => (stepShown.value = event.currentTarget.value)}>
          <option value="">All {count(view.steps.length, "step")}</option>
          {view.steps.map((s, n) => <option key={s.id} value={s.id}>{n + 1}. {oneLine(s.what).slice(0, 90)}</option>)}
        </select>
        <button type="button" class="quiet icon-only next" aria-label="Step after" disabled={at === view.steps.length - 1 && step !== ""} onClick={() => (stepShown.value = view.steps[at + 1]?.id ?? "")}><Icon name="back" /></button>
        {maySteer.value ? (
          one !== undefined ? (
            one.effects.some((e) => e.state === "undone") ? (
              <button type="button" class="small" onClick={() => void change(session.id, "redo", one.id)}><Icon name="redo" /> Redo</button>
            ) : (
              <button type="button" class="small" onClick={() => void change(session.id, "undo", one.id)}><Icon name="undo" /> Undo</button>
            )
          ) : (
            <button type="button" class="small" onClick={() => void change(session.id, view.steps.some((s) => s.effects.some((e) => e.state === "applied")) ? "undo" : "redo", "")}><Icon name="undo" /> {view.steps.some((s) => s.effects.some((e) => e.state === "applied")) ? "Undo all" : "Redo all"}</button>
          )
        ) : null}
      </div>
      {one !== undefined ? <Effects effects={one.effects} /> : null}
      {session.moment.value !== 0 && step === "" ? <p class="note">This is the whole change as it is now. Choose a step to see one of them.</p> : null}
      {problem !== "" ? <p class="note tone-text-warn" role="status">{problem}</p> : null}
      {files.map((file, n) => <FilePart key={`${file.after}${file.before}${n}`} file={file} open={files.length <= 12} />)}
      {files.length === 0 && problem === "" && diff !== null ? <p class="note">No lines differ.</p> : null}
    </div>
  );
}
