import type postgres from "postgres";
import type { Query } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

/** A number's description, and its query: one row with `value`, and `total` for a share. */
export interface Measure {
  name: string;
  /** What exactly is counted, in words. */
  about: string;
  /** What the number counts; seconds are a length of time. */
  unit: "agents" | "keys" | "people" | "requests" | "grants" | "reviews" | "rules" | "events" | "seconds";
  query(window: CoverageWindow): Query;
}

/** What a measure's query finds. */
export interface Counted {
  /** Null: there are no data. */
  value: number | null;
  /** The total of a share, otherwise null. */
  total: number | null;
}

/** A number, as it was at the moment of asking. */
export interface Figure extends Counted {
  name: string;
  about: string;
  unit: Measure["unit"];
  query: Query;
}

/**
 * Computes a figure by its own query. The caller has checked that the viewer may see everything, since
 * a figure counts everything.
 */
export async function takeFigure(
  sql: postgres.ISql,
  measure: Measure,
  window: CoverageWindow,
): Promise<Figure> {
  const { sql: text, params } = measure.query(window);
  const [row] = await sql.unsafe<{ value: number | null; total?: number | null }[]>(text, params);
  return figureOf(measure, window, { value: row?.value ?? null, total: row?.total ?? null });
}

/** A figure whose number another statement has found: the same number as by the measure's own query. */
export function figureOf(
  { name, about, unit, query }: Measure,
  window: CoverageWindow,
  { value, total }: Counted,
): Figure {
  return { name, about, unit, value, total, query: query(window) };
}
