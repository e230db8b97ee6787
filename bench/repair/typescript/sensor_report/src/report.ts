import { Reading } from './readings';

export interface Summary {
  count: number;
  least: number;
  most: number;
  median: number;
  mean: number;
}

export function median(values: number[]): number {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = [...values].sort();
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

export function summarize(values: number[]): Summary {
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    count: values.length,
    least: Math.min(...values),
    most: Math.max(...values),
    median: median(values),
    mean: sum / values.length,
  };
}

export function bySensor(readings: Reading[]): Map<string, Summary> {
  const groups = new Map<string, number[]>();
  for (const reading of readings) {
    const group = groups.get(reading.sensor);
    if (group === undefined) groups.set(reading.sensor, [reading.value]);
    else group.push(reading.value);
  }
  return new Map([...groups].map(([sensor, values]) => [sensor, summarize(values)]));
}

/** Readings that are further from the median of their sensor than `limit`. */
export function outliers(readings: Reading[], limit: number): Reading[] {
  const summaries = bySensor(readings);
  return readings.filter((reading) => {
    const summary = summaries.get(reading.sensor) as Summary;
    return Math.abs(reading.value - summary.median) > limit;
  });
}

export function format(readings: Reading[]): string {
  return [...bySensor(readings)]
    .map(([sensor, one]) => `${sensor}: ${one.median.toFixed(1)} (${one.least}..${one.most}, ${one.count})`)
    .sort()
    .join('\n');
}
