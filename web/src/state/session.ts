// One session that is looked at: its history, its view now or at a moment of the past, and what streams before it is an
// event. Comes back after a broken line with the next number; a gap is asked for again.

import { batch, computed, signal, type Signal } from "@preact/signals";
import type { Client } from "../net/client";
import { Lost } from "../net/client";
import { bag, list, number, row, text, type Event, type Live, type Row } from "../net/protocol";
import { History } from "./history";
import { inFrame } from "./frame";
import { empty } from "./fold";
import type { View } from "./items";

const k_output_max = 256 * 1024; // of one running command, the newest part

type Came = { event: Event } | { live: Live } | { caughtUp: true };

export class Session {
  readonly history = new History();
  readonly now: Signal<View> = signal(empty());
  /// The moment that is shown: 0 = now, else an event's number.
  readonly moment = signal(0);
  readonly shown = computed(() => (this.moment.value === 0 ? this.now.value : this.history.at(this.moment.value)));
  readonly row: Signal<Row | null> = signal(null);
  readonly caughtUp = signal(false);
  readonly problem = signal("");
  readonly liveText = signal("");
  readonly liveReasoning = signal("");
  private outputs = new Map<string, Signal<string>>();
  private came: Came[] = [];
  private readonly flushSoon = inFrame(() => this.flush());
  private asking = false;
  private closed = false;

  constructor(
    readonly id: string,
    private readonly client: Client,
  ) {}

  /// From the next number on. Called when the line is there, each time.
  async subscribe(): Promise<void> {
    if (this.closed || this.asking) return;
    this.asking = true;
    this.flush();
    this.forgetLive();
    try {
      const answer = bag(await this.client.call("_plumb/events/subscribe", { sessionId: this.id, from: this.history.seq + 1 }));
      this.row.value = row(answer.session);
      this.problem.value = "";
    } catch (error) {
      if (!(error instanceof Lost)) this.problem.value = (error as Error).message;
    } finally {
      this.asking = false;
    }
  }

  close(): void {
    this.closed = true;
    this.client.call("_plumb/events/unsubscribe", { sessionId: this.id }).catch(() => {});
  }

  /// What a running command has printed so far, "" = nothing.
  output(call: string): Signal<string> {
    let one = this.outputs.get(call);
    if (one === undefined) this.outputs.set(call, (one = signal("")));
    return one;
  }

  takeEvents(params: Record<string, unknown>): void {
    for (const one of list(params.events)) {
      const e = bag(one);
      this.came.push({ event: { seq: number(e.seq), t: number(e.t), type: text(e.type), p: bag(e.p) } });
    }
    if (params.caughtUp === true) this.came.push({ caughtUp: true });
    this.flushSoon();
  }
  takeLive(params: Record<string, unknown>): void {
    this.came.push({ live: { sessionId: this.id, what: text(params.what), call: text(params.call), text: text(params.text) } });
    this.flushSoon();
  }

  private flush(): void {
    if (this.came.length === 0) return;
    const came = this.came;
    this.came = [];
    batch(() => {
      const before = this.history.seq;
      let said = this.liveText.value;
      let thought = this.liveReasoning.value;
      const printed = new Map<string, string>();
      for (const one of came) {
        if ("event" in one) {
          if (!this.history.add([one.event])) {
            void this.again();
            break;
          }
          if (one.event.type === "model.answer" || one.event.type === "session.ended") said = thought = "";
          if (one.event.type === "tool.result") printed.delete(text(one.event.p.id)), this.outputs.delete(text(one.event.p.id));
        } else if ("live" in one) {
          const { what, call, text: piece } = one.live;
          if (what === "text") said += piece;
          else if (what === "reasoning") thought += piece;
          else if (what === "void_since_retry") said = thought = "";
          else if (what === "tool_output" && call) printed.set(call, (printed.get(call) ?? this.output(call).value) + piece);
        } else {
          this.caughtUp.value = true;
        }
      }
      this.liveText.value = said;
      this.liveReasoning.value = thought;
      for (const [call, all] of printed) this.output(call).value = all.length > k_output_max ? all.slice(-k_output_max) : all;
      if (this.history.seq !== before) this.now.value = this.history.view();
    });
  }

  private forgetLive(): void {
    batch(() => {
      this.liveText.value = this.liveReasoning.value = "";
      for (const one of this.outputs.values()) one.value = "";
    });
  }

  /// Events are missing: asks for them.
  private async again(): Promise<void> {
    if (this.asking) return;
    this.came = [];
    await this.client.call("_plumb/events/unsubscribe", { sessionId: this.id }).catch(() => {});
    await this.subscribe();
  }
}
