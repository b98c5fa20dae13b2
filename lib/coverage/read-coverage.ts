import type postgres from "postgres";
import type { Database } from "#db/client";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { countAgents } from "./agents-together.ts";
import type { Load } from "./asks.ts";
import type { EventMeasure } from "./events.ts";
import { countOf, type EventDays, eventsByDay } from "./events-by-day.ts";
import { type Counted, countEach, figureOf, type Measure } from "./figure.ts";
import { type Figures, measures } from "./measures.ts";
import { type OutcomeBar, outcomesByDay } from "./outcomes.ts";
import type { PastDays } from "./past-days.ts";
import type { Query } from "./query.ts";
import { type HumanQuality, readHumanQuality } from "./read-human-quality.ts";
import { readLoad } from "./read-load.ts";
import { timesToDecide } from "./time-to-decide.ts";
import { countUnusedGrants, shareOfUnused } from "./unused-grants.ts";
import { type CoverageWindow, daysOf } from "./window.ts";

export interface Coverage {
  window: CoverageWindow;
  figures: Figures;
  byDay: { bars: OutcomeBar[]; query: Query };
  humanQuality: HumanQuality;
}

interface Asked {
  viewer: Viewer;
  window: CoverageWindow;
}

/** Computes every figure from one snapshot, without a cache. For admins and auditors, else `not_found`. */
export async function readCoverage(db: Database, { viewer, window }: Asked): Promise<Coverage> {
  requireRole(viewer, "admin", "auditor");
  return inSnapshot(db, async (sql) => {
    // Sent together, on the one connection of the snapshot.
    const [days, others, humanQuality] = await Promise.all([
      eventsByDay(sql, countedTypes, daysOf(window)),
      countOthers(sql, window),
      readHumanQuality(sql, window),
    ]);
    const byDay = { bars: outcomesByDay(days), query: days.query };
    return { window, figures: figuresOf(window, days, others), byDay, humanQuality };
  });
}

export interface Dashboard extends Pick<Coverage, "figures" | "humanQuality"> {
  bars: OutcomeBar[];
  load: Load;
}

/**
 * {@link readCoverage} for the page: the counts of past days are from memory, and how people decide
 * from a snapshot of its own, so that two connections read at the same time.
 */
export async function readDashboard(
  db: Database,
  { viewer, window, pastDays }: Asked & { pastDays: PastDays },
): Promise<Dashboard> {
  requireRole(viewer, "admin", "auditor");
  const counting = { types: countedTypes, spans: daysOf(window), now: window.now };
  const [[days, others], humanQuality, load] = await Promise.all([
    inSnapshot(db, (sql) => Promise.all([pastDays.eventsByDay(sql, counting), countOthers(sql, window)])),
    readHumanQuality(db.$client, window),
    readLoad(db.$client, window),
  ]);
  return { figures: figuresOf(window, days, others), bars: outcomesByDay(days), humanQuality, load };
}

function inSnapshot<Taken>(db: Database, take: (sql: postgres.TransactionSql) => Promise<Taken>) {
  return db.$client.begin("isolation level repeatable read read only", take);
}

const all = Object.entries<Measure>(measures);
const countedTypes = [...new Set(all.flatMap(([, measure]) => (isOfEvents(measure) ? measure.counted : [])))];

interface Others {
  counted: Record<string, Counted>;
  unusedGrants: number;
}

/** What isn't a count of events. */
async function countOthers(sql: postgres.ISql, window: CoverageWindow): Promise<Others> {
  const [agents, times, unusedGrants] = await Promise.all([
    countAgents(sql, window),
    timesToDecide(sql, window),
    countUnusedGrants(sql, window),
  ]);
  const together: Record<string, Counted> = { ...agents, ...times };
  const alone = all.filter(
    ([id, measure]) => !isOfEvents(measure) && !(id in together) && id !== "grantsUnused",
  );
  return { counted: { ...together, ...(await countEach(sql, alone, window)) }, unusedGrants };
}

function figuresOf(window: CoverageWindow, days: Pick<EventDays, "days">, others: Others): Figures {
  const counted: Record<string, Counted> = {
    ...countsOfEvents(days),
    ...others.counted,
    grantsUnused: shareOfUnused(others.unusedGrants, days),
  };
  const figures = all.map(([id, measure]) => {
    const found = counted[id];
    if (!found) throw new Error(`no statement counts ${id}`);
    return [id, figureOf(measure, window, found)];
  });
  return Object.fromEntries(figures) as Figures;
}

function countsOfEvents(days: Pick<EventDays, "days">): Record<string, Counted> {
  return Object.fromEntries(
    all.flatMap(([id, measure]) =>
      isOfEvents(measure) ? [[id, { value: countOf(days, measure.counted), total: null }] as const] : [],
    ),
  );
}

function isOfEvents(measure: Measure): measure is EventMeasure {
  return "counted" in measure;
}
