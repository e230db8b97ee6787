/** What a parcel costs, in cents, from tables of countries. */
class Rates {
  /** `tables[country]` is a list of { upTo: grams, price }, the lightest first; `fallback` is the price of a kilogram where no table has one. */
  constructor(tables, fallback) {
    this.tables = tables;
    this.fallback = fallback;
  }

  /** The row for a weight; a weight of exactly `upTo` is in it. */
  row(country, grams) {
    const table = this.tables[country] || [];
    return table.find((row) => grams <= row.upTo) || null;
  }

  /** Rows may be free. */
  price(country, grams) {
    const started = Math.ceil(grams / 1000);
    return this.row(country, grams)?.price || started * this.fallback;
  }
}

class Parcel {
  constructor(country) {
    this.country = country;
    this.items = [];
  }

  add(name, grams, count = 1) {
    this.items.push({ name, grams, count });
    return this;
  }

  weight() {
    return this.items.reduce((sum, item) => sum + item.grams * item.count, 0);
  }

  cost(rates, { express = false, insurance } = {}) {
    let cost = rates.price(this.country, this.weight());
    if (express) cost += Math.max(500, Math.round(cost / 2));
    return cost + (insurance ?? 100);
  }
}

/** The cheapest of several services: { name, cost }. The first one wins if they cost the same. */
function cheapest(services, parcel, options) {
  let best = null;
  for (const [name, rates] of Object.entries(services)) {
    const cost = parcel.cost(rates, options);
    if (best === null || cost < best.cost) best = { name, cost };
  }
  return best;
}

module.exports = { Rates, Parcel, cheapest };
