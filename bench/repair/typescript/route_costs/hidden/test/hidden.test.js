const test = require('node:test');
const assert = require('node:assert');
const { cheapest } = require('../dist/routes');

test('against all pairs', () => {
  let seed = 9;
  const random = (n) => { seed = (seed * 48271) % 2147483647; return seed % n; };
  for (let round = 0; round < 40; round++) {
    const names = [...'abcdefg'];
    const roads = [];
    for (let i = 0; i < 10; i++) {
      const from = random(7);
      const to = random(7);
      if (from !== to) roads.push({ from: names[from], to: names[to], cost: 1 + random(9) });
    }
    const d = {};
    for (const p of names) for (const q of names) d[p + q] = p === q ? 0 : Infinity;
    for (const r of roads) d[r.from + r.to] = d[r.to + r.from] = Math.min(d[r.from + r.to], r.cost);
    for (const k of names) for (const p of names) for (const q of names) d[p + q] = Math.min(d[p + q], d[p + k] + d[k + q]);
    for (const p of names) {
      for (const q of names) {
        const route = cheapest(roads, p, q);
        if (d[p + q] === Infinity) {
          assert.strictEqual(route, null);
          continue;
        }
        assert.strictEqual(route.cost, d[p + q]);
        assert.strictEqual(route.stops[0], p);
        assert.strictEqual(route.stops.at(-1), q);
        let sum = 0;
        for (let i = 1; i < route.stops.length; i++) {
          const [s, t] = [route.stops[i - 1], route.stops[i]];
          sum += Math.min(...roads.filter((r) => (r.from === s && r.to === t) || (r.from === t && r.to === s)).map((r) => r.cost));
        }
        assert.strictEqual(sum, route.cost);
      }
    }
  }
});
