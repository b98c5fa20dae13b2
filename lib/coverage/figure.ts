import type postgres from "postgres";
import type { Query } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

/**
 * The description of a number, and the query for it: one row of `value`, and of `total` for a
 * share.
 */
export interface Measure {
  name: string;
  /** What exactly is counted, in words. */
  about: string;
  /** What the number counts; seconds are a length of time. */
  unit: "agents" | "keys" | "people" | "requests" | "grants" | "reviews" | "rules" | "events" | "seconds";
  query(window: CoverageWindow): Query;
}

/** A number, as it was at the moment of asking. */
export interface Figure {
  name: string;
  about: string;
  unit: Measure["unit"];
  /** Null: there is nothing to tell it from. */
  value: number | null;
  /** What `value` is a part of, where it is. */
  total: number | null;
  query: Query;
}

/**
 * Computes a figure. The caller has checked that the viewer may see everything, since a figure
 * counts everything.
 */
export async function takeFigure(
  sql: postgres.ISql,
  measure: Measure,
  window: CoverageWindow,
): Promise<Figure> {
  const { name, about, unit } = measure;
  const query = measure.query(window);
  const [row] = await sql.unsafe<{ value: number | null; total?: number | null }[]>(query.sql, query.params);
  return { name, about, unit, value: row?.value ?? null, total: row?.total ?? null, query };
}
