// The record itself: every event, as it stands in the log.

import { useMemo, useState } from "preact/hooks";
import type { Event } from "../../net/protocol";
import type { Session } from "../../state/session";
import { clock } from "../../text/format";
import { oneLine, plain } from "../../text/safe";
import { VirtualList } from "../VirtualList";

function EventRow({ event, session }: { event: Event; session: Session }) {
  const [open, setOpen] = useState(false);
  const short = useMemo(() => JSON.stringify(event.p).slice(0, 160), [event]);
  return (
    <div class="event">
      <button type="button" class="quiet" data-toggle aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="seq">{event.seq}</span>
        <span class="type">{oneLine(event.type)}</span>
        <span class="short">{oneLine(short)}</span>
      </button>
      {open ? (
        <>
          <p class="note">
            {clock(event.t)}{" "}
            <button type="button" class="quiet small" onClick={() => (session.moment.value = event.seq >= session.history.seq ? 0 : event.seq)}>Show this moment</button>
          </p>
          <pre tabIndex={0} aria-label={`Event ${event.seq}`}>{plain(JSON.stringify(event.p, null, 2)).slice(0, 20_000)}</pre>
        </>
      ) : null}
    </div>
  );
}

export function RecordTab({ session }: { session: Session }) {
  const view = session.shown.value;
  const events = useMemo(() => session.history.events.slice(0, view.seq), [view.seq]);
  return (
    <div class="tab-in record">
      <VirtualList<Event>
        items={events}
        keyOf={(event) => event.seq}
        label="Events"
        rowLabel={(event) => `${event.seq} ${event.type}`}
        guess={() => 26}
        sticky
        render={(event) => <EventRow event={event} session={session} />}
      />
    </div>
  );
}
