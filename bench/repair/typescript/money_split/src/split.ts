export interface Share {
  who: string;
  cents: number;
}

function portion(amount: number, weight: number, all: number): number {
  return Math.floor((amount * weight) / all);
}

/** Splits an amount by weights; the cents that are left go to the first ones. */
export function split(amount: number, weights: Record<string, number>): Share[] {
  const names = Object.keys(weights);
  const all = names.reduce((sum, name) => sum + weights[name], 0);
  if (all <= 0) {
    throw new RangeError("weights must be positive");
  }
  const shares = names.map((who) => ({ who, cents: portion(amount, all, weights[who]) }));
  let rest = amount - shares.reduce((sum, share) => sum + share.cents, 0);
  for (const share of shares) {
    if (rest === 0) {
      break;
    }
    share.cents += 1;
    rest -= 1;
  }
  return shares;
}
