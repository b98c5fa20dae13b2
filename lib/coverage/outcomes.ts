import type { EventDays } from "./events-by-day.ts";

/** The outcomes of requests. Each is an audit event. */
export const outcomes = ["allowed", "approved", "denied", "blocked", "expired", "cancelled"] as const;
export type Outcome = (typeof outcomes)[number];

/** The outcomes of requests within a span of time, by the moment of the outcome. */
export interface OutcomeBar {
  from: Date;
  /** The first moment after it. */
  to: Date;
  counts: Record<Outcome, number>;
}

/** How requests ended, day by day, oldest first. */
export function outcomesByDay({ days }: Pick<EventDays, "days">): OutcomeBar[] {
  return days.map(({ from, to, counts }) => ({
    from,
    to,
    counts: countsOf((outcome) => counts.get(`request.${outcome}`) ?? 0),
  }));
}

/** Days put together by sevens, counted back from the last: the oldest week may be a short one. */
export function byWeek(bars: OutcomeBar[]): OutcomeBar[] {
  const weeks: OutcomeBar[] = [];
  for (let end = bars.length; end > 0; end -= 7) {
    const week = bars.slice(Math.max(0, end - 7), end);
    const [first, last] = [week[0], week.at(-1)];
    if (first && last) weeks.unshift({ from: first.from, to: last.to, counts: sumOf(week) });
  }
  return weeks;
}

export function sumOf(bars: OutcomeBar[]): Record<Outcome, number> {
  return countsOf((outcome) => bars.reduce((sum, { counts }) => sum + counts[outcome], 0));
}

function countsOf(count: (outcome: Outcome) => number): Record<Outcome, number> {
  return Object.fromEntries(outcomes.map((outcome) => [outcome, count(outcome)])) as Record<Outcome, number>;
}
