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

/** A number, as it was at the moment of asking. */
export interface Figure {
  name: string;
  about: string;
  unit: Measure["unit"];
  /** Null: there are no data. */
  value: number | null;
  /** The total of a share, otherwise null. */
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
