// All events of a session, and its view at any of them. Every k_every events the view is kept as it was then; items are
// shared between all of these, so what is kept is lists of references. The view at N is the nearest one before it,
// folded on: at most k_every events, whatever the length of the session.

import type { Event } from "../net/protocol";
import { copy, empty, fold } from "./fold";
import type { View } from "./items";

const k_every = 512;

export class History {
  readonly events: Event[] = [];
  private readonly now = empty();
  private readonly kept: View[] = [empty()]; // kept[i]: after event i * k_every
  private last: View | null = null; // the one asked for most recently

  get seq(): number {
    return this.events.length;
  }

  /// Takes what continues the history. Events known already are passed over.
  /// False if one is missing in between: nothing from there on was taken.
  add(events: readonly Event[]): boolean {
    for (const event of events) {
      if (event.seq <= this.events.length) continue;
      if (event.seq !== this.events.length + 1) return false;
      this.events.push(event);
      fold(this.now, event);
      if (event.seq % k_every === 0) this.kept.push(copy(this.now));
    }
    return true;
  }

  /// The view now, as an object of its own (its lists are those of the history: not to be changed).
  view(): View {
    return { ...this.now, items: this.now.items };
  }

  /// The view after event `seq`. Fast for neighbours of the one asked for before.
  at(seq: number): View {
    const wanted = Math.max(0, Math.min(seq, this.events.length));
    if (wanted === this.events.length) return this.view();
    const near = this.kept[Math.floor(wanted / k_every)]!;
    const from = this.last !== null && this.last.seq <= wanted && this.last.seq > near.seq ? this.last : near;
    const view = copy(from);
    for (let n = from.seq; n < wanted; ++n) fold(view, this.events[n]!);
    this.last = view;
    return view;
  }
}
