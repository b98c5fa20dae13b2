import type postgres from "postgres";
import type { Database } from "#db/client";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { countAgents } from "./agents-together.ts";
import type { EventMeasure } from "./events.ts";
import { countOf, type EventDays, eventsByDay } from "./events-by-day.ts";
import { type Counted, countEach, figureOf, type Measure } from "./figure.ts";
import { type Figures, measures } from "./measures.ts";
import { type OutcomeBar, outcomesByDay } from "./outcomes.ts";
import type { Query } from "./query.ts";
import { type HumanQuality, readHumanQuality } from "./read-human-quality.ts";
import { timesToDecide } from "./time-to-decide.ts";
import { countUnusedGrants, shareOfUnused } from "./unused-grants.ts";
import { type CoverageWindow, dayStarts } from "./window.ts";

export interface Coverage {
  window: CoverageWindow;
  figures: Figures;
  byDay: { bars: OutcomeBar[]; query: Query };
  humanQuality: HumanQuality;
}

/** Computes every figure from one snapshot, without a cache. For admins and auditors, else `not_found`. */
export async function readCoverage(
  db: Database,
  { viewer, window }: { viewer: Viewer; window: CoverageWindow },
): Promise<Coverage> {
  requireRole(viewer, "admin", "auditor");
  return db.$client.begin("isolation level repeatable read read only", async (sql) => {
    // Sent together, on the one connection of the snapshot.
    const [days, agents, times, unusedGrants, humanQuality] = await Promise.all([
      eventsByDay(sql, countedTypes(), dayStarts(window)),
      countAgents(sql, window),
      timesToDecide(sql, window),
      countUnusedGrants(sql, window),
      readHumanQuality(sql, window),
    ]);
    const counted = {
      ...countsOfEvents(days),
      ...agents,
      ...times,
      grantsUnused: shareOfUnused(unusedGrants, days),
    };
    const figures = await takeFigures(sql, counted, window);
    return { window, figures, byDay: { bars: outcomesByDay(days), query: days.query }, humanQuality };
  });
}

const all = Object.entries<Measure>(measures);

function countedTypes() {
  return [...new Set(all.flatMap(([, measure]) => (isOfEvents(measure) ? measure.counted : [])))];
}

function countsOfEvents(days: EventDays): Record<string, Counted> {
  return Object.fromEntries(
    all.flatMap(([id, measure]) =>
      isOfEvents(measure) ? [[id, { value: countOf(days, measure.counted), total: null }] as const] : [],
    ),
  );
}

async function takeFigures(
  sql: postgres.ISql,
  counted: Record<string, Counted>,
  window: CoverageWindow,
): Promise<Figures> {
  const others = await countEach(
    sql,
    all.filter(([id]) => !(id in counted)),
    window,
  );
  const figures = all.map(([id, measure]) => {
    const found = counted[id] ?? others[id];
    if (!found) throw new Error(`no statement counts ${id}`);
    return [id, figureOf(measure, window, found)];
  });
  return Object.fromEntries(figures) as Figures;
}

function isOfEvents(measure: Measure): measure is EventMeasure {
  return "counted" in measure;
}
