import type { StandingCeiling } from "#lib/policy/action-types/standing-ceiling";

/** What the person chooses within the ceiling of the type. */
export interface ChosenTerms {
  days: number;
  count: number;
  perHour: number;
  /** The most of all amounts; for a type with an amount. */
  total?: number | undefined;
}

/** What is wrong with chosen terms, by member: a term beyond the ceiling is refused, never shortened. */
export function termFaults(
  { days, count, perHour, total }: ChosenTerms,
  ceiling: Pick<StandingCeiling, "days" | "count" | "total">,
): Partial<Record<keyof ChosenTerms, string>> {
  const isCountGood = isWholeUpTo(ceiling.count, count);
  return {
    ...(!isWholeUpTo(ceiling.days, days) && { days: wholeUpTo(ceiling.days) }),
    ...(!isCountGood && { count: wholeUpTo(ceiling.count) }),
    ...(isCountGood && Number.isInteger(perHour) && perHour > count
      ? { perHour: "Requests per hour can't be more than the requests in all. Lower it." }
      : !isWholeUpTo(ceiling.count, perHour) && { perHour: wholeUpTo(isCountGood ? count : ceiling.count) }),
    ...totalFault(total, ceiling.total),
  };
}

function totalFault(total: number | undefined, most: number | undefined): { total?: string } {
  if (most === undefined)
    return total === undefined ? {} : { total: "This type has no amount. Leave it out." };
  return total !== undefined && total > 0 && total <= most
    ? {}
    : { total: `Enter an amount above 0, up to ${most}.` };
}

function isWholeUpTo(most: number, number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= most;
}

function wholeUpTo(most: number): string {
  return most === 1 ? "Policy allows only 1." : `Enter a whole number from 1 to ${most}.`;
}
