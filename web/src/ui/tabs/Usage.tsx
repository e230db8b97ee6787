// Tokens and cost as they run.

import { useEffect, useRef } from "preact/hooks";
import type { UsagePoint } from "../../state/items";
import type { Session } from "../../state/session";
import { money, tokens } from "../../text/format";
import { Empty } from "../parts";
import type { Plot } from "../plot";

function Chart({ points, what }: { points: readonly UsagePoint[]; what: "tokens" | "cost" }) {
  const node = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const latest = useRef(points);
  latest.current = points;
  useEffect(() => {
    let left = false;
    void import("../plot").then(({ makePlot }) => {
      if (left || node.current === null) return;
      plot.current = makePlot(node.current, what);
      plot.current.show(latest.current);
    });
    return () => {
      left = true;
      plot.current?.end();
      plot.current = null;
    };
  }, [what]);
  useEffect(() => plot.current?.show(points), [points]);
  const last = points[points.length - 1];
  const words = last === undefined ? "" : what === "tokens" ? `${tokens(last.tokensIn)} tokens in, ${tokens(last.tokensOut)} out` : money(last.cost);
  return <div class="chart" ref={node} role="img" aria-label={`${what} over time: ${words} so far`} />;
}

export function UsageTab({ session }: { session: Session }) {
  const view = session.shown.value;
  const last = view.usage[view.usage.length - 1];
  if (last === undefined) return <Empty title="Nothing is spent yet" />;
  const share = last.tokensIn > 0 ? Math.round((100 * last.tokensCached) / last.tokensIn) : 0;
  const points = view.usage.slice();
  return (
    <div class="tab-in usage">
      <dl class="figures">
        <div><dt>Cost</dt><dd>{money(last.cost)}</dd></div>
        <div><dt>Tokens in</dt><dd>{tokens(last.tokensIn)}</dd></div>
        <div><dt>of it cached</dt><dd>{share} %</dd></div>
        <div><dt>Tokens out</dt><dd>{tokens(last.tokensOut)}</dd></div>
        <div><dt>Requests</dt><dd>{view.usage.length}</dd></div>
      </dl>
      <h2>Tokens</h2>
      <Chart points={points} what="tokens" />
      {last.cost > 0 ? <><h2>Cost</h2><Chart points={points} what="cost" /></> : null}
    </div>
  );
}
