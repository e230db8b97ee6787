/** Minutes from midnight; the end is not part of it. */
export interface Slot {
  start: number;
  end: number;
}

export function overlaps(a: Slot, b: Slot): boolean {
  return a.start < b.end || b.start < a.end;
}

export function parse(text: string): Slot {
  const match = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text);
  if (match === null) {
    throw new SyntaxError(`bad slot ${text}`);
  }
  const [h1, m1, h2, m2] = match.slice(1).map(Number);
  return { start: h1 * 60 + m1, end: h2 * 60 + m2 };
}

/** Starts at which `length` minutes are free, every `step` minutes of the day. */
export function starts(day: Slot, busy: readonly Slot[], length: number, step = 30): number[] {
  const found: number[] = [];
  for (let start = day.start; start + length <= day.end; start += step) {
    const wanted = { start, end: start + length };
    if (!busy.some((one) => overlaps(one, wanted))) {
      found.push(start);
    }
  }
  return found;
}

export function clock(minutes: number): string {
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
