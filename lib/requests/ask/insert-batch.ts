import type postgres from "postgres";
import { binaryArray, type ElementType, elementFormats } from "#db/binary-array";
import { type InsertColumns, recordTypes } from "./insert-columns.ts";

/** How the values of a type of PostgreSQL are sent: as elements of another type, and cast back. */
interface Transport {
  element: ElementType;
  isCast?: true;
  encode?(value: unknown): string;
}

// An array can't be an element of an array, and the other types have no short binary format.
const transports: { [type: string]: Transport } = {
  text: { element: "text" },
  integer: { element: "integer" },
  boolean: { element: "boolean" },
  "timestamp with time zone": { element: "timestamptz" },
  bytea: { element: "bytea" },
  numeric: { element: "text", isCast: true },
  jsonb: { element: "text", isCast: true, encode: JSON.stringify },
  "text[]": { element: "text", isCast: true, encode: (value) => arrayText(value as string[]) },
};

/** PostgreSQL's text of an array without nulls. */
function arrayText(values: string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, "\\$&")}"`).join(",")}}`;
}

const recordColumns = recordTypes.map(([member, type]) => {
  const transport = transports[type];
  if (!transport) throw new Error(`the statement can't send ${member}: no transport for the type ${type}`);
  return { member, type, ...transport };
});

const names = [...recordColumns.map(({ member }) => member), "behind", "turn"].map((name) => `"${name}"`);
const casts = recordColumns.map(({ member, type, isCast }) => `row."${member}"${isCast ? `::${type}` : ""}`);

/**
 * The batch as the statement reads it: a row for each request, numbered by `n`. The arrays pass
 * through a subquery that the planner doesn't flatten (`offset 0`), so that their lengths never
 * count: the planner could find a plan for a short batch cheaper than the plan for all batches, and
 * plan every batch anew.
 */
export const batchRows = `(
  select ${casts.join(", ")}, row.behind, row.turn, row.n
  from (select ${names.map((name, index) => `$${index + 1} as ${name}`).join(", ")} offset 0) sent,
    unnest(${names.map((name) => `sent.${name}`).join(", ")}) with ordinality as row(${names.join(", ")}, n))`;

/** The parameters of {@link batchRows}: an array for each column. */
export function batchParameters(sql: postgres.ISql, batch: InsertColumns[]): postgres.Parameter[] {
  const columns = recordColumns.map(({ member, element, encode }) => {
    const values = batch.map((record) => record[member]);
    return parameter(
      sql,
      element,
      encode ? values.map((value) => (value === null ? null : encode(value))) : values,
    );
  });
  const { behind, turn } = placesIn(batch);
  return [...columns, parameter(sql, "integer", behind), parameter(sql, "integer", turn)];
}

function parameter(sql: postgres.ISql, element: ElementType, values: unknown[]): postgres.Parameter {
  const format = elementFormats[element];
  // The type in the schema decides the type of the values.
  const array = binaryArray(format as Parameters<typeof binaryArray>[0], values);
  return sql.typed(array, format.arrayOid);
}

/**
 * The place of each request in its batch. `behind`: how many requests that count against the same
 * limit come later, as a negative number. `turn`: the number of the request among those of its agent
 * that would be pending, from 1.
 */
function placesIn(batch: InsertColumns[]): { behind: number[]; turn: number[] } {
  const uses = new Map<string, number>();
  const pending = new Map<string, number>();
  const use = batch.map(({ isCounted, bucket, windowStart }) =>
    isCounted ? 0 : countIn(uses, `${windowStart.getTime()} ${bucket}`),
  );
  const behind = batch.map(
    ({ bucket, windowStart }, index) =>
      (use[index] ?? 0) - (uses.get(`${windowStart.getTime()} ${bucket}`) ?? 0),
  );
  const turn = batch.map(({ agentId, mostPending }) =>
    mostPending === null ? 0 : countIn(pending, agentId),
  );
  return { behind, turn };
}

function countIn(counts: Map<string, number>, name: string): number {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count;
}
