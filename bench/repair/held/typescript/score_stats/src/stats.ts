export interface Summary {
  count: number;
  least: number;
  most: number;
  mean: number;
}

export function summarize(values: number[]): Summary | null {
  if (values.length === 0) {
    return null;
  }
  let least = Infinity;
  let most = 0;
  let sum = 0;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value;
  }
  return { count: values.length, least, most, mean: sum / values.length };
}

/** The values brought into the range from 0 to 1; all 0 if they are equal. */
export function normalize(values: number[]): number[] {
  const summary = summarize(values);
  if (summary === null || summary.least === summary.most) {
    return values.map(() => 0);
  }
  const width = summary.most - summary.least;
  return values.map((value) => (value - summary.least) / width);
}
