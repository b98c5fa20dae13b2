import type { Database } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { countOf } from "./events-by-day.ts";
import { measures } from "./measures.ts";
import type { PastDays } from "./past-days.ts";
import { timesToDecide } from "./time-to-decide.ts";
import { countUnusedGrants, grantEnds, shareOfUnused } from "./unused-grants.ts";
import { type CoverageWindow, daysOf } from "./window.ts";

/** Figures of the same length of time right before the window. Null: no data. */
export interface Previous {
  requestsAsked: number;
  medianTimeToDecide: number | null;
  /** Of the grants that ended. */
  grantsUnused: { value: number; total: number };
}

/** Computes the figures to compare with; the current state has none. For admins and auditors. */
export async function readPrevious(
  { $client: sql }: Database,
  { viewer, window, pastDays }: { viewer: Viewer; window: CoverageWindow; pastDays: PastDays },
): Promise<Previous> {
  requireRole(viewer, "admin", "auditor");
  const before = previousWindow(window);
  const spans = daysOf(before).map((day) => (day.to > before.now ? { ...day, to: before.now } : day));
  const asked = measures.requestsAsked.counted;
  const [counted, unused, times] = await Promise.all([
    pastDays.eventsByDay(sql, { types: [...asked, ...grantEnds], spans, now: window.now }),
    countUnusedGrants(sql, before),
    timesToDecide(sql, before),
  ]);
  return {
    requestsAsked: countOf(counted, asked),
    medianTimeToDecide: times.medianTimeToDecide.value,
    grantsUnused: shareOfUnused(unused, counted),
  };
}

/** The window moved back by its days, up to the same time of day. */
function previousWindow(window: CoverageWindow): CoverageWindow {
  const seconds = -window.days * 86_400;
  return { ...window, from: addSeconds(window.from, seconds), now: addSeconds(window.now, seconds) };
}
