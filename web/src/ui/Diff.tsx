// Diffs: two columns where there is room for them, else one. Words that differ in a changed line are marked.

import { diffWordsWithSpace, structuredPatch } from "diff";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { oneLine, plain } from "../text/safe";
import { pairs, type DiffLine, type FileDiff, type Hunk } from "../text/unified";

const k_two_columns_px = 720;
const k_lines_at_once = 400;
const k_word_line_max = 400;

export function useWide(px: number): [{ current: HTMLDivElement | null }, boolean] {
  const node = useRef<HTMLDivElement>(null);
  const [wide, setWide] = useState(false);
  useEffect(() => {
    if (node.current === null || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver((entries) => setWide((entries[0]?.contentRect.width ?? 0) >= px));
    observer.observe(node.current);
    return () => observer.disconnect();
  }, []);
  return [node, wide];
}

const k_words: Record<string, string> = { "-": "removed", "+": "added", " ": "" };
const k_class: Record<string, string> = { "-": "del", "+": "add", " ": "" };

function words(line: DiffLine, other: DiffLine | null): ComponentChildren {
  if (other === null || line.mark === " " || line.text.length > k_word_line_max || other.text.length > k_word_line_max) return plain(line.text);
  const parts = line.mark === "-" ? diffWordsWithSpace(line.text, other.text) : diffWordsWithSpace(other.text, line.text);
  const same = parts.reduce((sum, part) => sum + (part.added || part.removed ? 0 : part.value.trim().length), 0);
  if (same < Math.min(line.text.trim().length, other.text.trim().length) / 3) return plain(line.text);
  return parts
    .filter((part) => (line.mark === "-" ? !part.added : !part.removed))
    .map((part, at) => (part.added || part.removed ? <mark key={at}>{plain(part.value)}</mark> : plain(part.value)));
}

function cells(line: DiffLine | null, other: DiffLine | null, n: number): ComponentChildren {
  if (line === null) return [<td key="n" class="ln none" />, <td key="t" class="none" />];
  return [
    <td key="n" class={`ln ${k_class[line.mark]}`} data-n={n > 0 ? n : undefined} />,
    <td key="t" class={`code ${k_class[line.mark]}`}>
      {line.mark === " " ? null : <span class="vh">{k_words[line.mark]}: </span>}
      {words(line, other)}
    </td>,
  ];
}

function rowsOf(hunk: Hunk, wide: boolean): ComponentChildren[] {
  const both = pairs(hunk.lines);
  if (wide) {
    return both.map((pair, at) => (
      <tr key={at}>
        {cells(pair.left, pair.right, pair.left?.before ?? 0)}
        {cells(pair.right, pair.left, pair.right?.after ?? 0)}
      </tr>
    ));
  }
  const out: ComponentChildren[] = [];
  const other = new Map<DiffLine, DiffLine | null>();
  for (const pair of both) {
    if (pair.left !== null && pair.left.mark !== " ") other.set(pair.left, pair.right);
    if (pair.right !== null && pair.right.mark !== " ") other.set(pair.right, pair.left);
  }
  hunk.lines.forEach((line, at) => out.push(<tr key={at}>{cells(line, other.get(line) ?? null, line.mark === "-" ? line.before : line.after)}</tr>));
  return out;
}

export function Hunks({ file, numbers = true }: { file: FileDiff; numbers?: boolean }) {
  const [node, wide] = useWide(k_two_columns_px);
  const [all, setAll] = useState(false);
  const total = useMemo(() => file.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0), [file]);
  let left = all ? Number.POSITIVE_INFINITY : k_lines_at_once;
  const shown: Hunk[] = [];
  for (const hunk of file.hunks) {
    if (left <= 0) break;
    shown.push(hunk.lines.length <= left ? hunk : { ...hunk, lines: hunk.lines.slice(0, left) });
    left -= hunk.lines.length;
  }
  return (
    <div ref={node} class={`hunks ${numbers ? "" : "bare"}`}>
      {shown.map((hunk, at) => (
        <div class="hunk" key={at} tabIndex={0} role="region" aria-label={`${oneLine(file.after || file.before)}: change ${at + 1} of ${file.hunks.length}`}>
          {hunk.head !== "" ? <p class="hunk-head">{oneLine(hunk.head)}</p> : null}
          <table class={`diff ${wide ? "two" : "one"}`}>
            <tbody>{rowsOf(hunk, wide)}</tbody>
          </table>
        </div>
      ))}
      {!all && total > k_lines_at_once ? (
        <button type="button" class="quiet small" onClick={() => setAll(true)}>
          Show all {total.toLocaleString("en")} lines
        </button>
      ) : null}
    </div>
  );
}

export function DiffCount({ added, removed }: { added: number; removed: number }) {
  return (
    <span class="count" aria-label={`${added} lines added, ${removed} removed`}>
      {added > 0 ? <span class="plus">+{added}</span> : null}
      {removed > 0 ? <span class="minus">−{removed}</span> : null}
    </span>
  );
}

/// The change that an edit asks for, before anything is known of its effects.
export function textDiff(before: string, after: string): FileDiff {
  const patch = structuredPatch("", "", before.endsWith("\n") ? before : `${before}\n`, after.endsWith("\n") ? after : `${after}\n`, "", "", { context: 3 });
  const file: FileDiff = { before: "x", after: "x", notes: [], hunks: [], added: 0, removed: 0 };
  for (const hunk of patch.hunks) {
    const lines: DiffLine[] = [];
    for (const line of hunk.lines) {
      const mark = line[0];
      if (mark !== " " && mark !== "-" && mark !== "+") continue;
      lines.push({ mark, text: line.slice(1), before: 0, after: 0 });
      if (mark === "+") file.added += 1;
      if (mark === "-") file.removed += 1;
    }
    file.hunks.push({ head: "", lines });
  }
  return file;
}
