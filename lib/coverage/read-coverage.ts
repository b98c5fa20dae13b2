import type postgres from "postgres";
import type { Database } from "#db/client";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import type { EventMeasure } from "./events.ts";
import { countOf, type EventDays, eventsByDay } from "./events-by-day.ts";
import { type Figure, type Measure, takeFigure } from "./figure.ts";
import { type HumanQuality, readHumanQuality } from "./human-quality/read-human-quality.ts";
import { type Figures, measures } from "./measures.ts";
import { type OutcomeBar, outcomesByDay } from "./outcomes.ts";
import type { Query } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

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
    const days = await eventsByDay(sql, countedTypes(), window);
    const figures = await takeFigures(sql, days, window);
    const humanQuality = await readHumanQuality(sql, window);
    return { window, figures, byDay: { bars: outcomesByDay(days), query: days.query }, humanQuality };
  });
}

async function takeFigures(sql: postgres.ISql, days: EventDays, window: CoverageWindow): Promise<Figures> {
  const taken = Object.entries(measures).map(async ([id, measure]) => [
    id,
    isOfEvents(measure) ? figureOf(measure, days, window) : await takeFigure(sql, measure, window),
  ]);
  return Object.fromEntries(await Promise.all(taken)) as Figures;
}

function figureOf(measure: EventMeasure, days: EventDays, window: CoverageWindow): Figure {
  const { name, about, unit, counted } = measure;
  return { name, about, unit, value: countOf(days, counted), total: null, query: measure.query(window) };
}

function countedTypes() {
  const all = Object.values<Measure>(measures).filter(isOfEvents);
  return [...new Set(all.flatMap(({ counted }) => counted))];
}

function isOfEvents(measure: Measure): measure is EventMeasure {
  return "counted" in measure;
}
