export class OutOfStock extends Error {
  constructor(sku, wanted, available) {
    super(`${sku}: wanted ${wanted}, have ${available}`);
    this.name = 'OutOfStock';
    this.sku = sku;
    this.missing = wanted - available;
  }
}

/** Stock that is valued first in, first out. */
export class LotStore {
  #lots = new Map();

  receive(sku, quantity, unitCost) {
    if (quantity <= 0) throw new RangeError('quantity must be positive');
    if (!this.#lots.has(sku)) this.#lots.set(sku, []);
    const lots = this.#lots.get(sku);
    const last = lots[lots.length - 1];
    if (last !== undefined && last.unitCost === unitCost) {
      last.left += quantity;
    } else {
      lots.push({ left: quantity, unitCost });
    }
  }

  available(sku) {
    return this.#of(sku).reduce((sum, lot) => sum + lot.left, 0);
  }

  value(sku) {
    return this.#of(sku).reduce((sum, lot) => sum + lot.left * lot.unitCost, 0);
  }

  /** Takes the oldest units out and returns what they cost. */
  issue(sku, quantity) {
    const lots = this.#of(sku);
    const available = this.available(sku);
    if (quantity > available) throw new OutOfStock(sku, quantity, available);
    let cost = 0;
    let open = quantity;
    while (open > 0) {
      const lot = lots[0];
      const taken = Math.min(open, lot.left);
      cost += quantity * lot.unitCost;
      lot.left -= taken;
      open -= taken;
      if (lot.left === 0) lots.shift();
    }
    return cost;
  }

  /** Units that are lost: they are issued as far as there are any. */
  writeOff(sku, quantity) {
    return this.issue(sku, Math.min(quantity, this.available(sku)));
  }

  averageCost(sku) {
    const available = this.available(sku);
    return available === 0 ? 0 : this.value(sku) / available;
  }

  skus() {
    return [...this.#lots.keys()].filter((sku) => this.available(sku) > 0).sort();
  }

  #of(sku) {
    return this.#lots.get(sku) ?? [];
  }
}
