import type { StandingCeiling } from "#lib/policy/action-types/standing-ceiling";
import { type DailyHours, hoursFaults, isKnownZone } from "./hours.ts";

/** What the person chooses within the ceiling of the type. */
export interface ChosenTerms {
  days: number;
  count: number;
  perHour: number;
  /** The most of all amounts; for a type with an amount. */
  total?: number | undefined;
  /** Left out for any time of the day. */
  hours?: DailyHours | undefined;
}

/** A term that is chosen alone. */
export type Term = Exclude<keyof ChosenTerms, "hours"> | keyof DailyHours;

/** What is wrong with chosen terms, by member: a term beyond the ceiling is refused, never shortened. */
export function termFaults(
  { days, count, perHour, total, hours }: ChosenTerms,
  ceiling: Pick<StandingCeiling, "days" | "count" | "total">,
): Partial<Record<Term, string>> {
  const isCountGood = isWholeUpTo(ceiling.count, count);
  return {
    ...(!isWholeUpTo(ceiling.days, days) && { days: wholeUpTo(ceiling.days) }),
    ...(!isCountGood && { count: wholeUpTo(ceiling.count) }),
    ...(isCountGood && Number.isInteger(perHour) && perHour > count
      ? { perHour: "Requests per hour can't be more than the requests in all. Lower it." }
      : !isWholeUpTo(ceiling.count, perHour) && { perHour: wholeUpTo(isCountGood ? count : ceiling.count) }),
    ...totalFault(total, ceiling.total),
    ...(hours && zonedFaults(hours)),
  };
}

function zonedFaults(hours: DailyHours): Partial<Record<Term, string>> {
  const faults = hoursFaults(hours);
  const isUnknown = faults.zone === undefined && !isKnownZone(hours.zone);
  return isUnknown ? { ...faults, zone: "No such time zone. Enter one such as Europe/Zurich." } : faults;
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
