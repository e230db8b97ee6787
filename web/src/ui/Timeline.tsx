// The session as a line: each event has its place, what matters has its mark, and any moment can be looked at again.

import { useEffect, useRef } from "preact/hooks";
import { say } from "../state/app";
import type { Item } from "../state/items";
import type { Session } from "../state/session";
import { clock, offset } from "../text/format";
import { Icon } from "./icons";
import { describe } from "./Stream";

function markOf(item: Item): string {
  switch (item.kind) {
    case "user": return item.by === "plumb" ? "warn" : "you";
    case "call":
      if (item.effects.some((one) => one.state === "held")) return "needs";
      if (item.done?.isError) return "bad";
      return item.effects.length > 0 ? "effect" : "";
    case "check": return item.done !== null && item.done.exit !== 0 && item.tree === "after" ? "bad" : "check";
    case "verdict": return item.status === "verified" ? "good" : "bad";
    case "change": return "needs";
    default: return "";
  }
}
const k_rank = ["", "effect", "check", "you", "warn", "good", "bad", "needs"];

function draw(canvas: HTMLCanvasElement, session: Session, at: number): void {
  const view = session.now.value;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const scale = Math.min(2, devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
  const pen = canvas.getContext("2d");
  if (pen === null || width === 0) return;
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(`--mark-${name}`).trim() || style.color;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, width, height);
  const total = Math.max(1, session.history.seq);
  const x = (seq: number) => 8 + ((seq - 1) / Math.max(1, total - 1)) * (width - 16);
  pen.fillStyle = colour("track");
  pen.fillRect(8, height / 2 - 1, width - 16, 2);
  pen.fillStyle = colour("past");
  pen.fillRect(8, height / 2 - 1, Math.max(0, x(at) - 8), 2);
  // One mark a pixel: the most important.
  const marks = new Map<number, string>();
  for (const item of view.items) {
    const mark = markOf(item);
    if (mark === "") continue;
    const px = Math.round(x(item.seq));
    if (k_rank.indexOf(mark) > k_rank.indexOf(marks.get(px) ?? "")) marks.set(px, mark);
  }
  for (const [px, mark] of marks) {
    const tall = k_rank.indexOf(mark) >= 3;
    pen.fillStyle = colour(mark);
    const h = tall ? 12 : 6;
    pen.fillRect(px - 1, height / 2 - h / 2, 2, h);
  }
}

export function Timeline({ session }: { session: Session }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = session.now.value;
  const shown = session.shown.value;
  const moment = session.moment.value;
  const last = Math.max(1, view.seq);
  const at = moment === 0 ? last : moment;
  useEffect(() => {
    const frame = requestAnimationFrame(() => canvas.current && draw(canvas.current, session, at));
    return () => cancelAnimationFrame(frame);
  });
  useEffect(() => {
    const again = () => canvas.current && draw(canvas.current, session, session.moment.value || session.history.seq);
    addEventListener("resize", again);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", again);
    return () => {
      removeEventListener("resize", again);
      dark.removeEventListener("change", again);
    };
  }, []);
  const to = (seq: number) => {
    const wanted = Math.max(1, Math.min(last, seq));
    session.moment.value = wanted >= last ? 0 : wanted;
  };
  const event = session.history.events[at - 1];
  const item = shown.items[shown.items.length - 1];
  const words = `Event ${at} of ${last}, ${event?.type ?? ""}, ${clock(event?.t ?? 0)}`;
  return (
    <div class={`timeline ${moment === 0 ? "" : "past"}`} role="group" aria-label="Time line">
      <div class="track">
        <canvas ref={canvas} aria-hidden="true" />
        <input
          type="range"
          min={1}
          max={last}
          value={at}
          aria-label="Moment that is shown"
          aria-valuetext={words}
          onInput={(e) => to(Number(e.currentTarget.value))}
          onKeyDown={(e) => {
            if (e.key === "Escape") {
              session.moment.value = 0;
              say("Back to now");
            }
          }}
        />
      </div>
      <div class="time-words">
        {moment === 0 ? (
          <span class="now-word">{view.seq > 0 ? `${view.seq.toLocaleString("en")} events` : ""}</span>
        ) : (
          <>
            <span class="moment"><Icon name="clock" /> {offset((event?.t ?? 0) - view.startedAt)}<span class="wide-only"> · event {at} of {last}{item !== undefined ? ` · ${describe(item).slice(0, 60)}` : ""}</span></span>
            <button type="button" class="small" onClick={() => (session.moment.value = 0)}>Back to now</button>
          </>
        )}
      </div>
    </div>
  );
}
