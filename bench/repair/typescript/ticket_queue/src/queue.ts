import { Heap } from './heap';

export type Priority = 'low' | 'normal' | 'high' | 'urgent';

export interface Ticket {
  id: string;
  title: string;
  priority: Priority;
}

interface Waiting {
  ticket: Ticket;
  order: number;
}

const RANK: Record<Priority, number> = { urgent: 0, high: 1, normal: 2, low: 3 };

/** Urgent ones first; among equals the one that came first. */
function compare(a: Waiting, b: Waiting): number {
  const byRank = RANK[a.ticket.priority] - RANK[b.ticket.priority];
  if (byRank !== 0) return byRank;
  return b.order - a.order;
}

export class TicketQueue {
  private heap = new Heap<Waiting>(compare);
  private nextOrder = 0;
  private closed = new Set<string>();
  private known = new Set<string>();

  add(ticket: Ticket): boolean {
    if (this.known.has(ticket.id)) return false;
    this.known.add(ticket.id);
    this.heap.push({ ticket, order: this.nextOrder++ });
    return true;
  }

  /** A ticket that is closed is not handed out any more. */
  close(id: string): void {
    if (this.known.has(id)) this.closed.add(id);
  }

  next(): Ticket | undefined {
    for (;;) {
      const waiting = this.heap.pop();
      if (waiting === undefined) return undefined;
      this.known.delete(waiting.ticket.id);
      if (!this.closed.delete(waiting.ticket.id)) return waiting.ticket;
    }
  }

  get length(): number {
    return this.heap.size - this.closed.size;
  }
}
