import type postgres from "postgres";
import type { Database } from "#db/client";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { countAgents } from "./agents-together.ts";
import type { EventMeasure } from "./events.ts";
import { countOf, type EventDays, eventsByDay } from "./events-by-day.ts";
import { type Counted, figureOf, type Measure, takeFigure } from "./figure.ts";
import { type HumanQuality, readHumanQuality } from "./human-quality/read-human-quality.ts";
import { type Figures, measures } from "./measures.ts";
import { type OutcomeBar, outcomesByDay } from "./outcomes.ts";
import type { Query } from "./query.ts";
import { timesToDecide } from "./time-to-decide.ts";
import { countUnusedGrants, shareOfUnused } from "./unused-grants.ts";
import { type CoverageWindow, dayStarts } from "./window.ts";

/** The figures of one moment, and how requests ended day by day. */
export interface Coverage {
  window: CoverageWindow;
  figures: Figures;
  byDay: { bars: OutcomeBar[]; query: Query };
  humanQuality: HumanQuality;
}

/**
 * Computes every figure from one snapshot of the database, for figures consistent with each other.
 * Only reads, without a cache. For admins and auditors, who may see all counted data.
 * @throws {CountersignError} `not_found` for others
 */
export async function readCoverage(
  db: Database,
  { viewer, window }: { viewer: Viewer; window: CoverageWindow },
): Promise<Coverage> {
  requireRole(viewer, "admin", "auditor");
  return db.$client.begin("isolation level repeatable read read only", async (sql) => {
    // Sent together, on the one connection of the snapshot.
    const [days, counted, humanQuality] = await Promise.all([
      eventsByDay(sql, countedTypes(), dayStarts(window)),
      countTogether(sql, window),
      readHumanQuality(sql, window),
    ]);
    const figures = await takeFigures(sql, { ...counted, days }, window);
    return { window, figures, byDay: { bars: outcomesByDay(days), query: days.query }, humanQuality };
  });
}

/** Figures that one statement counts for several of them. */
async function countTogether(sql: postgres.ISql, window: CoverageWindow) {
  const [agents, times, unusedGrants] = await Promise.all([
    countAgents(sql, window),
    timesToDecide(sql, window),
    countUnusedGrants(sql, window),
  ]);
  return { found: { ...agents, ...times }, unusedGrants };
}

async function takeFigures(
  sql: postgres.ISql,
  { days, found, unusedGrants }: Awaited<ReturnType<typeof countTogether>> & { days: EventDays },
  window: CoverageWindow,
): Promise<Figures> {
  const counted: Partial<Record<string, Counted>> = {
    ...found,
    grantsUnused: shareOfUnused(unusedGrants, days),
  };
  const taken = Object.entries<Measure>(measures).map(async ([id, measure]) => {
    const known = isOfEvents(measure) ? { value: countOf(days, measure.counted), total: null } : counted[id];
    return [id, known ? figureOf(measure, window, known) : await takeFigure(sql, measure, window)];
  });
  return Object.fromEntries(await Promise.all(taken)) as Figures;
}

function countedTypes() {
  const all = Object.values<Measure>(measures).filter(isOfEvents);
  return [...new Set(all.flatMap(({ counted }) => counted))];
}

function isOfEvents(measure: Measure): measure is EventMeasure {
  return "counted" in measure;
}
