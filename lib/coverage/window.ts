import { addSeconds } from "#lib/kernel/clock";

/** The window of the figures: whole days (UTC) up to now, and the maximum age of a young key. */
export interface CoverageWindow {
  days: 30 | 90;
  keyAgeDays: number;
  /** The first moment of the first day. */
  from: Date;
  now: Date;
}

/** The window of so many days that ends today. */
export function coverageWindow(asked: Omit<CoverageWindow, "from">): CoverageWindow {
  return { ...asked, from: addSeconds(startOfDay(asked.now), -(asked.days - 1) * 86_400) };
}

/** The window's days, oldest first. */
export function daysOf({ days, from }: CoverageWindow): { from: Date; to: Date }[] {
  const start = (day: number) => addSeconds(from, day * 86_400);
  return Array.from({ length: days }, (_, day) => ({ from: start(day), to: start(day + 1) }));
}

/** The first moment of the day (UTC). */
export function startOfDay(at: Date): Date {
  return new Date(`${at.toISOString().slice(0, 10)}T00:00:00Z`);
}
