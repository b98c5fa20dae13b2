import type postgres from "postgres";
import type { AuditEventType } from "#lib/audit/event-types";
import { addSeconds } from "#lib/kernel/clock";
import { type EventSpan, eventsByDay, type Span } from "./events-by-day.ts";
import { startOfDay } from "./window.ts";

/**
 * Counts of past days in memory, for the dashboard alone: a report of evidence counts anew. The log
 * is append-only and an ID has the time of its event, so that a day's counts no longer change once
 * all its transactions have ended. A day passes before its counts are kept, and they are forgotten
 * when the next day (UTC) begins: a wrong clock misleads for a day at most, and memory is bounded.
 */
export class PastDays {
  #today = Number.NaN;
  #counts = new Map<string, EventSpan>();

  /** The counts of {@link eventsByDay}, of which only those that aren't kept are read. */
  async eventsByDay(
    sql: postgres.ISql,
    { types, spans, now }: { types: readonly AuditEventType[]; spans: Span[]; now: Date },
  ): Promise<{ days: EventSpan[] }> {
    const kept = this.#countsOn(startOfDay(now).getTime());
    const asked = spans.map((span) => ({
      span,
      key: [span.from.getTime(), span.to.getTime(), ...types].join(),
    }));
    const missing = asked.filter(({ key }) => !kept.has(key));
    const read = await eventsByDay(
      sql,
      types,
      missing.map(({ span }) => span),
    );
    const found = new Map(missing.map(({ key }, index) => [key, read.days[index]]));
    for (const [key, span] of found) if (span && isPastDay(span, now)) kept.set(key, span);
    return { days: asked.flatMap(({ key }) => found.get(key) ?? kept.get(key) ?? []) };
  }

  // A new map: a view that began before midnight still needs the old one.
  #countsOn(today: number): Map<string, EventSpan> {
    if (today !== this.#today) this.#counts = new Map();
    this.#today = today;
    return this.#counts;
  }
}

function isPastDay({ to }: Span, now: Date): boolean {
  return startOfDay(to).getTime() === to.getTime() && to <= addSeconds(now, -86_400);
}
