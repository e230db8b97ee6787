export interface Bracket {
  from: number;
  rate: number; // percent
}

export interface Household {
  incomes: number[];
  children: number;
}

export interface Rules {
  brackets: Bracket[];
  allowance: number;
  perChild: number; // taken off the tax
}

/** Brackets in the order of their start; throws if they overlap or leave a gap at 0. */
export function checked(brackets: Bracket[]): Bracket[] {
  const sorted = [...brackets].sort((a, b) => a.from - b.from);
  if (sorted.length === 0 || sorted[0].from !== 0) {
    throw new RangeError('the first bracket starts at 0');
  }
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i].from === sorted[i - 1].from) {
      throw new RangeError(`two brackets start at ${sorted[i].from}`);
    }
  }
  return sorted;
}

/** The tax of an income: each part of it by the rate of its own bracket. */
export function progressive(income: number, brackets: Bracket[]): number {
  const sorted = checked(brackets);
  let sum = 0;
  for (let i = 0; i < sorted.length; i++) {
    const bracket = sorted[i];
    if (income <= bracket.from) break;
    const next = i + 1 < sorted.length ? sorted[i + 1].from : Infinity;
    const top = Math.min(income, next);
    sum += ((income - bracket.from) * bracket.rate) / 100;
  }
  return Math.round(sum);
}

export function marginalRate(income: number, brackets: Bracket[]): number {
  let rate = 0;
  for (const bracket of checked(brackets)) {
    if (income >= bracket.from) rate = bracket.rate;
  }
  return rate;
}

export function householdTax(household: Household, rules: Rules): number {
  let tax = 0;
  for (const income of household.incomes) {
    const taxable = Math.max(0, income - rules.allowance);
    tax += progressive(taxable, rules.brackets);
  }
  return Math.max(0, tax - household.children * rules.perChild);
}

export function averageRate(household: Household, rules: Rules): number {
  const total = household.incomes.reduce((sum, income) => sum + income, 0);
  if (total === 0) return 0;
  return Math.round((householdTax(household, rules) / total) * 1000) / 10;
}
