// What waits for a decision, right above the place where one writes: nobody should have to look for it.

import { useState } from "preact/hooks";
import { decide, goTab, maySteer } from "../state/app";
import { heldSteps } from "../state/fold";
import type { Session } from "../state/session";
import { count } from "../text/format";
import { oneLine } from "../text/safe";
import { Icon } from "./icons";
import { Effects } from "./rows/CallRow";
import { stepShown } from "./shown";

export function Held({ session }: { session: Session }) {
  const steps = heldSteps(session.now.value);
  const waits = session.row.value?.state === "needs_you";
  const [busy, setBusy] = useState("");
  if (steps.length === 0 || session.moment.value !== 0) return null;
  const answer = async (step: string, what: "apply" | "drop" | "keep") => {
    setBusy(step);
    await decide(session.id, step, what);
    setBusy("");
  };
  return (
    <section class={`held ${waits ? "waits" : ""}`} aria-label="Held effects">
      {steps.map((step) => (
        <div class="held-step" key={step.id}>
          <p class="held-head">
            <Icon name="hand" />
            <strong>{waits ? "Needs you" : "Held"}</strong>
            <span class="held-what">{oneLine(step.what.replace(/\s+/g, " "))}</span>
            <span class="note wide-only">{count(step.effects.length, "effect")} not in the tree</span>
          </p>
          <Effects effects={step.effects} />
          <div class="held-buttons">
            {maySteer.value ? (
              <>
                <button type="button" class="primary" data-held="apply" disabled={busy === step.id} onClick={() => void answer(step.id, "apply")}><Icon name="check" /> Apply</button>
                <button type="button" data-held="drop" disabled={busy === step.id} onClick={() => void answer(step.id, "drop")}><Icon name="cross" /> Refuse</button>
                {waits ? <button type="button" class="quiet" disabled={busy === step.id} title="The run goes on without it; decide later" onClick={() => void answer(step.id, "keep")}>Later</button> : null}
              </>
            ) : null}
            <button type="button" class="quiet" onClick={() => { stepShown.value = step.id; goTab("changes"); }}><Icon name="diff" /> Diff</button>
          </div>
        </div>
      ))}
    </section>
  );
}
