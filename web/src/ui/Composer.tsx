// Where one speaks to a session: a next message when it rests; while it works, a word in between (steer) or a message for
// afterwards (queue).

import { useEffect, useRef, useState } from "preact/hooks";
import { attempt, maySteer, send, stop } from "../state/app";
import { list, texts, bag } from "../net/protocol";
import type { Session } from "../state/session";
import { plain } from "../text/safe";
import { Icon } from "./icons";

const drafts = new Map<string, string>();

function Queue({ session }: { session: Session }) {
  const queued = session.row.value?.queued ?? 0;
  const logged = session.now.value.queued;
  const [prompts, setPrompts] = useState<string[]>([]);
  useEffect(() => {
    if (queued === 0) return setPrompts([]);
    if (logged.length === queued) return setPrompts(logged.map((one) => one.text));
    let left = false;
    void attempt("The queue cannot be had", "_plumb/queue", { sessionId: session.id }).then((answer) => {
      if (!left) setPrompts(texts(list(bag(answer).prompts)));
    });
    return () => {
      left = true;
    };
  }, [queued, logged]);
  if (prompts.length === 0) return null;
  return (
    <ul class="queue" aria-label="Queued messages">
      {prompts.map((one, at) => (
        <li key={at}>
          <Icon name="queue" /> <span>{plain(one)}</span>
          {maySteer.value ? (
            <button type="button" class="quiet icon-only" aria-label="Take it back" onClick={() => void attempt("It was not taken back", "_plumb/unqueue", { sessionId: session.id, n: at })}>
              <Icon name="cross" />
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/// `onSent`: who has said something wants to see what comes of it.
export function Composer({ session, onSent }: { session: Session; onSent: () => void }) {
  const state = session.row.value?.state ?? (session.now.value.running ? "running" : "idle");
  const works = state === "running" || state === "needs_you";
  const [words, setWords] = useState(drafts.get(session.id) ?? "");
  const [how, setHow] = useState<"steer" | "queue">("steer");
  const [sending, setSending] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const node = area.current;
    if (node === null) return;
    node.style.height = "auto";
    node.style.height = `${Math.min(220, node.scrollHeight + 2)}px`;
  }, [words]);
  if (!maySteer.value) return <p class="composer watching"><Icon name="info" /> You are watching: this link does not steer.</p>;
  const change = (value: string) => {
    setWords(value);
    drafts.set(session.id, value);
  };
  const submit = async () => {
    const text = words.trim();
    if (text === "" || sending) return;
    setSending(true);
    const sent = await send(session.id, text, works ? how : "queue");
    setSending(false);
    if (sent) {
      change("");
      onSent();
    }
    area.current?.focus();
  };
  const placeholder = works ? (how === "steer" ? "Say something to the model before its next step" : "A message for when this run has ended") : state === "interrupted" ? "Go on: what next?" : "What next?";
  return (
    <form
      class="composer"
      aria-label="Message"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Queue session={session} />
      <div class="composer-box">
        <textarea
          ref={area}
          id="message"
          rows={1}
          value={words}
          placeholder={placeholder}
          aria-label={placeholder}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
              event.preventDefault();
              void submit();
            }
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
        <div class="composer-side">
          {works ? (
            <div class="segments" role="radiogroup" aria-label="When it is said">
              {(["steer", "queue"] as const).map((one) => (
                <label key={one} class={how === one ? "on" : ""}>
                  <input type="radio" name="how" checked={how === one} onChange={() => setHow(one)} />
                  {one === "steer" ? "Now" : "After"}
                </label>
              ))}
            </div>
          ) : null}
          {works ? (
            <button type="button" class="stop" title="Stop (s)" onClick={() => void stop(session.id)}>
              <Icon name="stop" /> <span class="wide-only">Stop</span><span class="vh narrow-only">Stop</span>
            </button>
          ) : null}
          <button type="submit" class="primary" disabled={words.trim() === "" || sending} aria-label={works ? (how === "steer" ? "Steer" : "Queue") : "Send"}>
            <Icon name="send" />
          </button>
        </div>
      </div>
    </form>
  );
}
