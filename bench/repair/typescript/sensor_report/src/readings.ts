export interface Reading {
  sensor: string;
  at: number;
  value: number;
}

/** Lines of the form `sensor;time;value`; a value of - was not measured. */
export function parseReadings(text: string): Reading[] {
  const readings: Reading[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const fields = line.split(';').map((field) => field.trim());
    if (fields.length !== 3) throw new SyntaxError(`not a reading: ${line}`);
    if (fields[2] === '-') continue;
    const value = Number(fields[2].replace(',', '.'));
    if (Number.isNaN(value)) throw new SyntaxError(`not a value: ${fields[2]}`);
    readings.push({ sensor: fields[0], at: Number(fields[1]), value });
  }
  return readings;
}
