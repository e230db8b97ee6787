export interface Heading {
  level: number;
  text: string;
  anchor: string;
  line: number;
}

function anchorOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .trim()
    .replace(/ +/g, '-');
}

/** The headings of a Markdown text, those in fenced code left out. */
export function headings(text: string): Heading[] {
  const found: Heading[] = [];
  const used = new Map<string, number>();
  let fence: string | null = null;
  text.split('\n').forEach((line, index) => {
    const mark = /^(```+|~~~+)/.exec(line);
    if (mark !== null) {
      if (fence === null) fence = mark[1];
      else if (line.startsWith(fence)) fence = null;
      return;
    }
    if (fence !== null) return;
    const match = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (match === null) return;
    const base = anchorOf(match[2]);
    const times = used.get(base) ?? 0;
    used.set(base, times + 1);
    found.push({
      level: match[1].length,
      text: match[2],
      anchor: times === 0 ? base : `${base}-${times}`,
      line: index + 1,
    });
  });
  return found;
}
