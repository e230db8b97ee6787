// A unified diff as files, hunks and rows. Two columns or one are both made of rows: a removed line and the added line
// that took its place stand in the same row.

export interface DiffLine {
  mark: " " | "-" | "+";
  text: string;
  before: number; // line number, 0 = none
  after: number;
}
export interface Hunk {
  head: string;
  lines: DiffLine[];
}
export interface FileDiff {
  before: string; // "" = there was none
  after: string;
  notes: string[]; // "binary", "mode 100644 to 100755", "held: deletes what only you have"
  hunks: Hunk[];
  added: number;
  removed: number;
}
export interface Pair {
  left: DiffLine | null;
  right: DiffLine | null;
}

const k_c_escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", '"': '"', "\\": "\\", a: "\u0007", b: "\b", v: "\v", f: "\f" };

/// "a/x" to "x"; quoted names of git as they are meant; /dev/null to "".
function fileName(word: string): string {
  let name = word.replace(/\t.*$/, "");
  if (name.startsWith('"') && name.endsWith('"')) {
    const bytes: number[] = [];
    const encoder = new TextEncoder();
    const inner = name.slice(1, -1);
    for (let at = 0; at < inner.length; ++at) {
      if (inner[at] !== "\\") {
        bytes.push(...encoder.encode(inner[at]));
        continue;
      }
      const octal = /^[0-7]{3}/.exec(inner.slice(at + 1));
      if (octal !== null) {
        bytes.push(Number.parseInt(octal[0], 8));
        at += 3;
      } else {
        bytes.push(...encoder.encode(k_c_escapes[inner[at + 1] ?? ""] ?? inner[at + 1] ?? ""));
        at += 1;
      }
    }
    name = new TextDecoder().decode(new Uint8Array(bytes));
  }
  if (name === "/dev/null") return "";
  return /^[ab]\//.test(name) ? name.slice(2) : name;
}

function newFile(): FileDiff {
  return { before: "", after: "", notes: [], hunks: [], added: 0, removed: 0 };
}

export function parseUnified(diff: string): FileDiff[] {
  const files: FileDiff[] = [];
  let file: FileDiff | null = null;
  let hunk: Hunk | null = null;
  let before = 0;
  let after = 0;
  let leftBefore = 0; // lines of this hunk that are still to come
  let leftAfter = 0;
  const start = () => {
    file = newFile();
    files.push(file);
    hunk = null;
    return file;
  };
  const lines = diff.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  for (let at = 0; at < lines.length; ++at) {
    const line = lines[at]!;
    if (hunk !== null && (leftBefore > 0 || leftAfter > 0)) {
      const mark = line[0] ?? " ";
      if (mark === "-" || mark === "+" || mark === " ") {
        const h: Hunk = hunk;
        const f: FileDiff = file!;
        h.lines.push({ mark, text: line.slice(1), before: mark === "+" ? 0 : before, after: mark === "-" ? 0 : after });
        if (mark !== "+") (before += 1), (leftBefore -= 1);
        if (mark !== "-") (after += 1), (leftAfter -= 1);
        if (mark === "+") f.added += 1;
        if (mark === "-") f.removed += 1;
        continue;
      }
      if (mark === "\\") continue;
    }
    const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/.exec(line);
    if (head !== null && file !== null) {
      before = Number(head[1]);
      after = Number(head[3]);
      leftBefore = head[2] === undefined ? 1 : Number(head[2]);
      leftAfter = head[4] === undefined ? 1 : Number(head[4]);
      hunk = { head: head[5] ?? "", lines: [] };
      (file as FileDiff).hunks.push(hunk);
      continue;
    }
    if (line.startsWith("diff --git ")) {
      const f = start();
      const names = /^diff --git (?:"?a\/(.*?)"?) (?:"?b\/(.*?)"?)$/.exec(line);
      if (names !== null) (f.before = names[1]!), (f.after = names[2]!);
      continue;
    }
    if (line.startsWith("--- ") && (lines[at + 1] ?? "").startsWith("+++ ")) {
      if (file === null || (file as FileDiff).hunks.length > 0 || (file as FileDiff).notes.length === 0) {
        if (file === null || (file as FileDiff).hunks.length > 0) start();
      }
      const f: FileDiff = file!;
      f.before = fileName(line.slice(4));
      f.after = fileName(lines[at + 1]!.slice(4));
      hunk = null;
      at += 1;
      continue;
    }
    if (line.startsWith("\\")) continue;
    if (line.trim() === "") continue;
    // A head line of plumb's own, or one of git's extended ones.
    if (file === null || (file as FileDiff).hunks.length > 0) start();
    const f: FileDiff = file!;
    if (line.startsWith("index ") || line.startsWith("similarity ")) continue;
    if (line.startsWith("new file")) f.before = "";
    else if (line.startsWith("deleted file")) f.after = "";
    f.notes.push(line.replace(/^# ?/, ""));
  }
  return files;
}

/// Rows for two columns.
export function pairs(lines: readonly DiffLine[]): Pair[] {
  const out: Pair[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!;
    if (line.mark === " ") {
      out.push({ left: line, right: line });
      at += 1;
      continue;
    }
    const gone: DiffLine[] = [];
    const come: DiffLine[] = [];
    while (lines[at]?.mark === "-") gone.push(lines[at++]!);
    while (lines[at]?.mark === "+") come.push(lines[at++]!);
    for (let n = 0; n < Math.max(gone.length, come.length); ++n) out.push({ left: gone[n] ?? null, right: come[n] ?? null });
  }
  return out;
}
