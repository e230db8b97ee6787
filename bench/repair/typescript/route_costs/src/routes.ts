export interface Road {
  from: string;
  to: string;
  cost: number;
}

export interface Route {
  cost: number;
  stops: string[];
}

function neighbours(roads: readonly Road[], place: string): [string, number][] {
  return roads.flatMap((road): [string, number][] => {
    if (road.from === place) return [[road.to, road.cost]];
    if (road.to === place) return [[road.from, road.cost]];
    return [];
  });
}

/** The cheapest way; roads lead in both directions. Null if there is none. */
export function cheapest(roads: readonly Road[], from: string, to: string): Route | null {
  const costs = new Map<string, number>([[from, 0]]);
  const before = new Map<string, string>();
  const done = new Set<string>();
  for (;;) {
    let place: string | undefined;
    for (const [name, cost] of costs) {
      if (!done.has(name) && (place === undefined || cost < costs.get(place)!)) {
        place = name;
      }
    }
    if (place === undefined) return null;
    const base = costs.get(place)!;
    if (place === to) break;
    done.add(place);
    for (const [next, cost] of neighbours(roads, place)) {
      const sum = cost;
      if (sum < (costs.get(next) ?? Infinity)) {
        costs.set(next, sum);
        before.set(next, place);
      }
    }
  }
  const stops = [to];
  while (stops[0] !== from) {
    stops.unshift(before.get(stops[0])!);
  }
  return { cost: costs.get(to)!, stops };
}
