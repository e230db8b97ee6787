// A new task: what, where, and by which model.

import { useEffect, useState } from "preact/hooks";
import { attempt, call, dialog, go, rows } from "../state/app";
import { bag, list, text, texts, type Folders, type ModelRow } from "../net/protocol";
import { oneLine, plain } from "../text/safe";
import { Icon } from "./icons";
import { Dialog } from "./parts";

function recentFolders(): string[] {
  const sorted = [...rows.peek().values()].filter((row) => row.parent === "").sort((a, b) => b.updatedAt - a.updatedAt);
  return [...new Set(sorted.map((row) => row.cwd))].filter(Boolean).slice(0, 6);
}

function FolderChooser({ path, onPath }: { path: string; onPath(path: string): void }) {
  const [folders, setFolders] = useState<Folders | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let left = false;
    void call("_plumb/folders", { path })
      .then((answer) => {
        if (left) return;
        const p = bag(answer);
        setFolders({ path: text(p.path), parent: text(p.parent), folders: texts(p.folders), isProject: p.isProject === true });
        setProblem("");
        if (path === "") onPath(text(p.path));
      })
      .catch((error: Error) => !left && setProblem(error.message));
    return () => {
      left = true;
    };
  }, [path]);
  const join = (name: string) => `${folders!.path.replace(/\/$/, "")}/${name}`;
  return (
    <div class="chooser" role="group" aria-label="Folders">
      {problem !== "" ? <p class="note tone-text-bad" role="alert">{problem}</p> : null}
      {folders !== null ? (
        <ul>
          {folders.parent !== "" && folders.parent !== folders.path ? (
            <li><button type="button" class="quiet" onClick={() => onPath(folders.parent)}><Icon name="back" /> up</button></li>
          ) : null}
          {folders.folders.map((name) => (
            <li key={name}><button type="button" class="quiet" onClick={() => onPath(join(name))}><Icon name="files" /> {oneLine(name)}</button></li>
          ))}
          {folders.folders.length === 0 ? <li class="note">no folders in it</li> : null}
        </ul>
      ) : null}
      {folders !== null && folders.path === path ? <p class="note">{folders.isProject ? "A project." : "No project is found here; plumb works in it all the same."}</p> : null}
    </div>
  );
}

export function NewTask() {
  const recent = recentFolders();
  const [task, setTask] = useState("");
  const [path, setPath] = useState(recent[0] ?? "");
  const [choosing, setChoosing] = useState(recent.length === 0);
  const [models, setModels] = useState<ModelRow[]>([]);
  const [model, setModel] = useState("");
  const [held, setHeld] = useState<"ask" | "keep">("ask");
  const [verify, setVerify] = useState(true);
  const [budget, setBudget] = useState("");
  const [check, setCheck] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void call("_plumb/models", {})
      .then((answer) => setModels(list(bag(answer).models).map(bag).map((one) => ({ name: text(one.name), what: text(one.what), usable: one.usable !== false, images: one.images === true }))))
      .catch(() => {});
  }, []);
  const close = () => (dialog.value = "");
  const start = async () => {
    if (task.trim() === "" || path === "" || busy) return;
    setBusy(true);
    const plumb: Record<string, unknown> = { held, verify };
    if (model !== "") plumb.model = model;
    if (check.trim() !== "") plumb.check = check.trim();
    if (budget.trim() !== "" && Number(budget) >= 0) plumb.budgetUsd = Number(budget);
    const made = bag(await attempt("The task was not started", "session/new", { cwd: path, mcpServers: [], _meta: { plumb } }));
    const id = text(made.sessionId);
    if (id !== "") {
      await attempt("The task was not sent", "_plumb/prompt", { sessionId: id, prompt: [{ type: "text", text: task.trim() }] });
      close();
      go(id);
    }
    setBusy(false);
  };
  const chosen = models.find((one) => one.name === model);
  return (
    <Dialog title="New task" onClose={close} class="new-task">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <label class="field">
          <span>What is to be done</span>
          <textarea rows={5} value={task} required placeholder="The report command prints no header when there are no rows. Fix it, with a test." onInput={(event) => setTask(event.currentTarget.value)} onKeyDown={(event) => (event.ctrlKey || event.metaKey) && event.key === "Enter" && void start()} />
        </label>
        <div class="field">
          <label for="new-folder">Folder</label>
          <span class="with-button">
            <input type="text" id="new-folder" value={path} required list="recent-folders" spellcheck={false} onInput={(event) => setPath(event.currentTarget.value)} />
            <button type="button" aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>Browse</button>
          </span>
          <datalist id="recent-folders">{recent.map((one) => <option key={one} value={one} />)}</datalist>
        </div>
        {choosing ? <FolderChooser path={path} onPath={setPath} /> : null}
        <label class="field">
          <span>Model</span>
          <input type="text" value={model} list="models" placeholder="as configured" spellcheck={false} autocomplete="off" onInput={(event) => setModel(event.currentTarget.value.trim())} />
          <datalist id="models">{models.filter((one) => one.usable).map((one) => <option key={one.name} value={one.name} />)}</datalist>
          {chosen !== undefined && chosen.what !== "" ? <span class="note">{plain(chosen.what)}</span> : null}
        </label>
        <details class="fold">
          <summary>More</summary>
          <label class="field">
            <span>Dangerous effects</span>
            <select value={held} onChange={(event) => setHeld(event.currentTarget.value as "ask")}>
              <option value="ask">wait for my decision</option>
              <option value="keep">go on without them, decide later</option>
            </select>
          </label>
          <label class="field"><span>Test command</span><input type="text" value={check} placeholder="found by plumb" spellcheck={false} onInput={(event) => setCheck(event.currentTarget.value)} /></label>
          <label class="field"><span>Budget in dollars</span><input type="number" min="0" step="0.1" value={budget} placeholder="as configured" onInput={(event) => setBudget(event.currentTarget.value)} /></label>
          <label class="tick"><input type="checkbox" checked={verify} onChange={(event) => setVerify(event.currentTarget.checked)} /> Prove the result by the project's checks</label>
        </details>
        <div class="dialog-buttons">
          <button type="button" class="quiet" onClick={close}>Cancel</button>
          <button type="submit" class="primary" disabled={busy || task.trim() === "" || path === ""}>Start</button>
        </div>
      </form>
    </Dialog>
  );
}
