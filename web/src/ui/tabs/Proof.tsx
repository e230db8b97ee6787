// What is proven, and by which runs.

import type { CheckItem, EndedItem, ReceiptItem, ReportItem, VerdictItem } from "../../state/items";
import type { Session } from "../../state/session";
import { plain } from "../../text/safe";
import { Empty } from "../parts";
import { CheckRow, ClaimList, ReceiptRow, ReportRow, VerdictRow } from "../rows/ProofRows";

export function ProofTab({ session }: { session: Session }) {
  const view = session.shown.value;
  const last = <T,>(kind: string) => view.items.findLast((item) => item.kind === kind) as T | undefined;
  const verdict = last<VerdictItem>("verdict");
  const ended = last<EndedItem>("ended");
  const report = last<ReportItem>("report");
  const receipt = last<ReceiptItem>("receipt");
  const runs = view.items.filter((item): item is CheckItem => item.kind === "check").slice(-40);
  if (verdict === undefined && runs.length === 0 && report === undefined) {
    return (
      <Empty title="Nothing is proven yet">
        {view.checks.length > 0 ? (
          <>
            <p>When the model says that it is done, plumb runs on clean copies:</p>
            {view.checks.map((one, at) => <p key={at}><code>{plain(one.command)}</code> <span class="note">{plain(one.why)}</span></p>)}
          </>
        ) : (
          <p>plumb runs the project's checks itself when the model says that it is done.</p>
        )}
      </Empty>
    );
  }
  return (
    <div class="tab-in proof">
      {verdict !== undefined ? <VerdictRow item={verdict} /> : null}
      {ended !== undefined && ended.claims.length > 0 ? <><h2>What the model claims</h2><ClaimList claims={ended.claims} /></> : null}
      {runs.length > 0 ? <h2>Runs of checks</h2> : null}
      {runs.map((one) => <CheckRow key={one.seq} item={one} session={session} />)}
      {receipt !== undefined ? <><h2>Receipt</h2><ReceiptRow item={receipt} session={session} /></> : null}
      {report !== undefined ? <ReportRow item={report} /> : null}
    </div>
  );
}
