// What a command printed. Short text with colours is drawn line by line; text that moves a cursor goes through a terminal
// emulator first, which is loaded when the first of it is met. Either way what arrives in the page is text nodes.

import { useEffect, useState } from "preact/hooks";
import { ansiLines, needsScreen, type Run, type Style } from "../text/ansi";

function runClass(style: Style): string {
  let out = "";
  const fg = style.inverse ? style.bg || "inv" : style.fg;
  const bg = style.inverse ? style.fg || "inv" : style.bg;
  if (fg !== "" && !fg.startsWith("#")) out += ` f${fg}`;
  if (bg !== "" && !bg.startsWith("#")) out += ` b${bg}`;
  if (style.bold) out += " bold";
  if (style.dim) out += " dim";
  if (style.italic) out += " italic";
  if (style.underline) out += " under";
  return out.trim();
}

export function Runs({ runs }: { runs: readonly Run[] }) {
  return (
    <>
      {runs.map((run, at) => {
        if (run.style === null) return run.text;
        const { fg, bg } = run.style;
        const own = { color: fg.startsWith("#") ? fg : undefined, background: bg.startsWith("#") ? bg : undefined };
        return <span key={at} class={runClass(run.style)} style={own}>{run.text}</span>;
      })}
    </>
  );
}

interface Props {
  text: string;
  live?: boolean;
  lines: number; // of the end that are shown before somebody asks for all
  label: string;
  more?: () => Promise<string>; // the whole of it, where `text` is cut
}

const k_all_lines = 5000;

export function Output(props: Props) {
  const [all, setAll] = useState(false);
  const [whole, setWhole] = useState<string | null>(null);
  const [screen, setScreen] = useState<{ of: string; lines: Run[][] } | null>(null);
  const text = whole ?? props.text;
  const drawn = needsScreen(text);
  useEffect(() => {
    if (!drawn) return;
    let left = false;
    void import("./screen").then(async ({ screenLines }) => {
      const lines = await screenLines(text);
      if (!left) setScreen({ of: text, lines });
    });
    return () => {
      left = true;
    };
  }, [text, drawn]);

  const max = all ? k_all_lines : props.lines;
  let lines: Run[][];
  let left: number;
  if (drawn && screen !== null) {
    left = Math.max(0, screen.lines.length - max);
    lines = screen.lines.slice(left);
  } else {
    ({ lines, left } = ansiLines(text, max));
  }
  const ask = async () => {
    setAll(true);
    if (props.more !== undefined && whole === null) setWhole(await props.more().catch((error: Error) => `${props.text}\n[${error.message}]`));
  };
  return (
    <div class={`output ${props.live ? "live" : ""}`}>
      {!all && (left > 0 || props.more !== undefined) ? (
        <button type="button" class="quiet small" onClick={() => void ask()}>
          {left > 0 ? `Show ${left.toLocaleString("en")} more ${left === 1 ? "line" : "lines"} above` : "Show all of it"}
        </button>
      ) : null}
      {all && left > 0 ? <p class="note">{left.toLocaleString("en")} lines before these are not shown.</p> : null}
      <pre tabIndex={0} aria-label={props.label}>
        {lines.map((runs, at) => (
          <div key={at}>
            <Runs runs={runs} />
            {runs.length === 0 ? "\u200b" : null}
          </div>
        ))}
        {props.live && lines.length === 0 ? <span class="dim">nothing printed yet</span> : null}
      </pre>
    </div>
  );
}
