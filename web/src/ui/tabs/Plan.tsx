import type { Session } from "../../state/session";
import { plain } from "../../text/safe";
import { Empty } from "../parts";

const k_words: Record<string, string> = { done: "done", completed: "done", in_progress: "under way", pending: "to do" };

export function PlanTab({ session }: { session: Session }) {
  const view = session.shown.value;
  if (view.plan.length === 0) return <Empty title="No plan"><p>The model shows one here when its work has several steps.</p></Empty>;
  const done = view.plan.filter((one) => k_words[one.status] === "done").length;
  return (
    <div class="tab-in plan">
      <div class="plan-bar" role="img" aria-label={`${done} of ${view.plan.length} done`}>
        {view.plan.map((one, at) => <span key={at} class={`part is-${one.status}`} />)}
      </div>
      <ol class="plan-steps">
        {view.plan.map((one, at) => (
          <li key={at} class={`is-${one.status}`}>
            <span class="mark" aria-hidden="true" />
            <span>{plain(one.text)}</span> <span class="vh">({k_words[one.status] ?? one.status})</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
