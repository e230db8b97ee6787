export interface Share {
  option: string;
  votes: number;
  percent: number;
}

/** Whole percents that add up to 100: the largest remainders get what rounding down leaves. */
export function shares(votes: Record<string, number>): Share[] {
  const total = Object.values(votes).reduce((sum, n) => sum + n, 0);
  const rows = Object.entries(votes).map(([option, n]) => {
    const exact = total === 0 ? 0 : (n * 100) / total;
    const percent = Math.floor(exact);
    return { option, votes: n, percent, rest: exact - percent };
  });
  let left = total === 0 ? 0 : 100 - rows.reduce((sum, row) => sum + row.percent, 0);
  for (const row of [...rows].sort((a, b) => a.rest - b.rest)) {
    if (left <= 0) break;
    row.percent++;
    left--;
  }
  return rows.map(({ option, votes: n, percent }) => ({ option, votes: n, percent }));
}

/** The options with the most votes. */
export function winners(votes: Record<string, number>): string[] {
  const most = Math.max(0, ...Object.values(votes));
  return most === 0 ? [] : Object.keys(votes).filter((option) => votes[option] === most);
}

export function bar(share: Share, width: number): string {
  const full = Math.round((share.percent * width) / 100);
  return '#'.repeat(full).padEnd(width, '.') + ` ${share.percent}%`;
}
