// The files that a session touched, as they were at the moment that is shown.

import { useEffect, useMemo, useState } from "preact/hooks";
import { bag, text } from "../../net/protocol";
import { call } from "../../state/app";
import { filesOf, type FileAt } from "../../state/fold";
import type { Session } from "../../state/session";
import { oneLine, plain } from "../../text/safe";
import { Icon } from "../icons";
import { Empty } from "../parts";
import { fileShown, stepShown } from "../shown";
import { goTab } from "../../state/app";

interface Folder {
  name: string;
  folders: Map<string, Folder>;
  files: FileAt[];
}

function tree(files: readonly FileAt[]): Folder {
  const root: Folder = { name: "", folders: new Map(), files: [] };
  for (const file of files) {
    const parts = file.path.split("/");
    parts.pop();
    let at = root;
    for (const part of parts) {
      let next = at.folders.get(part);
      if (next === undefined) at.folders.set(part, (next = { name: part, folders: new Map(), files: [] }));
      at = next;
    }
    at.files.push(file);
  }
  return root;
}

function FolderPart({ folder }: { folder: Folder }) {
  return (
    <ul>
      {[...folder.folders.values()].map((one) => (
        <li key={`/${one.name}`}>
          <details open>
            <summary><Icon name="files" /> {oneLine(one.name)}</summary>
            <FolderPart folder={one} />
          </details>
        </li>
      ))}
      {folder.files.map((one) => (
        <li key={one.path}>
          <button type="button" class={`quiet file ${fileShown.value === one.path ? "on" : ""}`} aria-pressed={fileShown.value === one.path} onClick={() => (fileShown.value = fileShown.value === one.path ? "" : one.path)}>
            <span class={`letter is-${one.change}`} aria-label={one.state === "held" ? `${one.change}, held` : one.change}>{one.state === "held" ? "H" : (one.change[0] ?? "?").toUpperCase()}</span>
            <span class={`path ${one.change === "deleted" && one.state === "applied" ? "gone" : ""}`}>{oneLine(one.path.split("/").pop() ?? "")}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Content({ session, path, seq }: { session: Session; path: string; seq: number }) {
  const [content, setContent] = useState<{ of: string; text: string; bad: boolean } | null>(null);
  const key = `${path} ${seq}`;
  useEffect(() => {
    let left = false;
    const timer = setTimeout(async () => {
      try {
        const answer = bag(await call("_plumb/file", { sessionId: session.id, seq, path }));
        if (!left) setContent(typeof answer.text === "string" ? { of: key, text: answer.text, bad: false } : { of: key, text: `${Math.round((text(answer.base64).length * 3) / 4).toLocaleString("en")} bytes that are no text`, bad: true });
      } catch (error) {
        if (!left) setContent({ of: key, text: (error as Error).message, bad: true });
      }
    }, 60);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [key]);
  if (content === null) return <p class="note">Reading</p>;
  if (content.bad) return <p class="note" role="status">{plain(content.text)}</p>;
  const lines = content.text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  return (
    <pre class="file-text" tabIndex={0} aria-label={`Content of ${path}`}>
      {lines.slice(0, 2000).map((line, at) => <div key={at} data-n={at + 1}>{plain(line) || "\u200b"}</div>)}
      {lines.length > 2000 ? <div class="note">{lines.length - 2000} more lines</div> : null}
    </pre>
  );
}

export function FilesTab({ session }: { session: Session }) {
  const view = session.shown.value;
  const files = useMemo(() => filesOf(view), [view.steps.length, view.seq]);
  const root = useMemo(() => tree(files), [files]);
  const path = fileShown.value;
  const file = files.find((one) => one.path === path);
  // While it runs, a file is read again when a step changed it, not with every event.
  const seq = session.moment.value !== 0 ? session.moment.value : 0;
  if (files.length === 0) return <Empty title="No file is touched yet"><p>{session.moment.value === 0 ? "Files that are changed appear here." : "At this moment nothing was changed."}</p></Empty>;
  return (
    <div class="tab-in files">
      <div class="tree" role="group" aria-label="Files"><FolderPart folder={root} /></div>
      {file !== undefined ? (
        <div class="file-view">
          <p class="file-head">
            <span class="path">{oneLine(file.path)}</span>
            <button type="button" class="quiet small" onClick={() => { stepShown.value = file.step; goTab("changes"); }}><Icon name="diff" /> Its last change</button>
          </p>
          <Content key={`${file.seq}`} session={session} path={file.path} seq={seq} />
        </div>
      ) : null}
    </div>
  );
}
