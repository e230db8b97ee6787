export const SECOND = 1;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const UNITS: Record<string, number> = {
  s: SECOND,
  sec: SECOND,
  m: MINUTE,
  min: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
};

/** Seconds of a text such as 1h 30m, 2d or 1:15:00. */
export function parseDuration(text: string): number {
  const trimmed = text.trim().toLowerCase();
  const clock = /^(\d+):([0-5]\d)(?::([0-5]\d))?$/.exec(trimmed);
  if (clock !== null) {
    const seconds = clock[3] === undefined ? 0 : Number(clock[3]);
    return Number(clock[1]) * HOUR + Number(clock[2]) * MINUTE + seconds;
  }
  const pattern = /(\d+(?:\.\d+)?)\s*([a-z]+)\s*/y;
  let sum = 0;
  while (pattern.lastIndex < trimmed.length) {
    const match = pattern.exec(trimmed);
    if (match === null || UNITS[match[2]] === undefined) {
      throw new SyntaxError(`not a duration: ${text}`);
    }
    sum += Number(match[1]) * UNITS[match[2]];
  }
  if (trimmed === '') throw new SyntaxError('empty duration');
  return Math.round(sum);
}

interface Parts {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

export function split(total: number): Parts {
  const days = Math.floor(total / DAY);
  const rest = total % DAY;
  const hours = Math.floor(rest / HOUR);
  const minutes = Math.floor(rest / MINUTE);
  return { days, hours, minutes, seconds: rest % 60 };
}

/** The two largest parts that are not 0, for people. */
export function humanize(total: number): string {
  if (total < 0) return `-${humanize(-total)}`;
  const { days, hours, minutes, seconds } = split(total);
  const texts: string[] = [];
  if (days > 0) texts.push(`${days}d`);
  if (hours > 0) texts.push(`${hours}h`);
  if (minutes > 0) texts.push(`${minutes}m`);
  if (seconds > 0) texts.push(`${seconds}s`);
  return texts.length === 0 ? '0s' : texts.slice(0, 2).join(' ');
}

export function clock(total: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const { days, hours, minutes, seconds } = split(total);
  return `${two(days * 24 + hours)}:${two(minutes)}:${two(seconds)}`;
}
