const STEPS = {
  new: ['paid', 'cancelled'],
  paid: ['packed', 'refunded'],
  packed: ['sent', 'refunded'],
  sent: ['delivered', 'returned'],
  returned: ['refunded'],
};

export class BadStep extends Error {
  constructor(from, to) {
    super(`cannot go from ${from} to ${to}`);
    this.name = 'BadStep';
  }
}

export class Order {
  constructor(id) {
    this.id = id;
    this.state = 'new';
    this.log = [];
  }

  get done() {
    return STEPS[this.state] === undefined;
  }

  can(to) {
    return (STEPS[this.state] ?? []).includes(to);
  }

  go(to, at) {
    if (!this.can(to)) throw new BadStep(this.state, to);
    const from = this.state;
    this.state = to;
    this.log.push({ from, to, at });
    return this;
  }

  /** How long the order was in `state`, over all visits that have ended. */
  spent(state, start) {
    let sum = 0;
    let since = start;
    for (const { from, at } of this.log) {
      if (from === state) sum += at - start;
      since = at;
    }
    return sum;
  }
}
