import type postgres from "postgres";
import { type Query, query, run } from "./query.ts";
import type { CoverageWindow } from "./window.ts";

/** A number's query: one row with `value`, and `total` for a share. */
export interface Measure {
  name: string;
  /** What exactly is counted, in words. */
  about: string;
  /** What the number counts; seconds are a length of time. */
  unit: "agents" | "keys" | "people" | "requests" | "grants" | "reviews" | "rules" | "events" | "seconds";
  query(window: CoverageWindow): Query;
}

export interface Counted {
  /** Null: there are no data. */
  value: number | null;
  /** The total of a share, otherwise null. */
  total: number | null;
}

export interface Figure extends Counted, Pick<Measure, "name" | "about" | "unit"> {
  query: Query;
}

/** Runs measures' queries as one statement. The caller checks access. */
export async function countEach(
  sql: postgres.ISql,
  measures: [id: string, measure: Measure][],
  window: CoverageWindow,
): Promise<Record<string, Counted>> {
  const parts = measures.map(
    ([id, measure]) =>
      query`select ${id}::text as id, to_jsonb(counted) as counted from (${measure.query(window)}) counted`,
  );
  const asked = parts.reduce((all, part) => query`${all} union all ${part}`);
  const rows = await run<{ id: string; counted: { value: number | null; total?: number | null } }>(
    sql,
    asked,
  );
  return Object.fromEntries(
    rows.map(({ id, counted: { value, total = null } }) => [id, { value, total }] as const),
  );
}

/** A figure from its own query's number, or an equal one. */
export function figureOf(
  { name, about, unit, query }: Measure,
  window: CoverageWindow,
  { value, total }: Counted,
): Figure {
  return { name, about, unit, value, total, query: query(window) };
}
