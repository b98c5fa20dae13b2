import type postgres from "postgres";
import { batchRows } from "#db/batch-rows";
import { type InsertColumns, recordTypes, valuesOf } from "./insert-columns.ts";

const rows = batchRows([...recordTypes, ["behind", "integer"], ["turn", "integer"]]);

/** The batch as the statement reads it: a row for each request, numbered by `n`. */
export const askedRows = rows.text;

/** The parameters of {@link askedRows}: an array for each column. */
export function askedParameters(sql: postgres.ISql, batch: InsertColumns[]): postgres.Parameter[] {
  const { behind, turn } = placesIn(batch);
  return rows.parameters(sql, (name) => {
    if (name === "behind") return behind;
    if (name === "turn") return turn;
    return valuesOf(name, batch);
  });
}

/**
 * The place of each request in its batch. `behind`: how many requests that count against the same
 * limit come later, as a negative number. `turn`: the number of the request among those of its agent
 * that would be pending, from 1.
 */
function placesIn(batch: InsertColumns[]): { behind: number[]; turn: number[] } {
  const uses = new Map<string, number>();
  const pending = new Map<string, number>();
  const use = batch.map(({ withRequest: { isCounted, bucket, windowStart } }) =>
    isCounted ? 0 : countIn(uses, `${windowStart.getTime()} ${bucket}`),
  );
  const behind = batch.map(
    ({ withRequest: { bucket, windowStart } }, index) =>
      (use[index] ?? 0) - (uses.get(`${windowStart.getTime()} ${bucket}`) ?? 0),
  );
  const turn = batch.map(({ request, withRequest }) =>
    withRequest.mostPending === null ? 0 : countIn(pending, request.agentId),
  );
  return { behind, turn };
}

function countIn(counts: Map<string, number>, name: string): number {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count;
}
