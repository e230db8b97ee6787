// A link to one session, to give away: watching it, or steering it too.

import { useEffect, useState } from "preact/hooks";
import { linkTo } from "../net/login";
import { complain, dialog, say, stage } from "../state/app";
import type { Session } from "../state/session";
import { Dialog } from "./parts";

export function Share({ session }: { session: Session }) {
  const [rights, setRights] = useState<"watch" | "steer">("watch");
  const [link, setLink] = useState("");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    let left = false;
    setCopied(false);
    setLink("");
    if (stage.value.is !== "in") return;
    linkTo(stage.value.grant.key, rights, session.id)
      .then((made) => {
        if (!left) setLink(made);
      })
      .catch((error: unknown) => complain("No link was made", error));
    return () => {
      left = true;
    };
  }, [rights, session.id]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
      say("Copied");
    } catch {
      // Not every browser lets a page do that: it is marked for Ctrl-C instead.
      document.querySelector<HTMLInputElement>("#share-link")?.select();
    }
  };
  const here = /^(127\.|localhost$|\[::1\]$)/.test(location.hostname);
  return (
    <Dialog title="Share this session" onClose={() => (dialog.value = "")} class="share">
      <div class="segments" role="radiogroup" aria-label="What the link allows">
        {(["watch", "steer"] as const).map((one) => (
          <label key={one} class={rights === one ? "on" : ""}>
            <input type="radio" name="rights" checked={rights === one} onChange={() => setRights(one)} />
            {one === "watch" ? "Watch" : "Watch and steer"}
          </label>
        ))}
      </div>
      <div class="share-link">
        <input id="share-link" type="text" readOnly value={link} aria-label="Link" onFocus={(event) => event.currentTarget.select()} />
        <button type="button" class="primary" disabled={link === ""} onClick={() => void copy()}>{copied ? "Copied" : "Copy"}</button>
      </div>
      <p class="note">
        {rights === "watch" ? "Who has it sees this session, and nothing else." : "Who has it can have the model do what it can do in this session's folder."}
        {here ? " The address is this machine's own: others reach it through a tunnel, or after plumb serve --address." : ""}
      </p>
    </Dialog>
  );
}
