import type postgres from "postgres";
import { binaryArray, type ElementType, elementFormats } from "./binary-array.ts";

/** How the values of a type are sent: as elements of a sendable type, and cast back. */
interface Transport {
  element: ElementType;
  isCast?: true;
  encode?(value: unknown): string;
}

// Arrays can't be elements of arrays, and the remaining types have no short binary format.
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

/** A batch's records as a table of a statement, and as parameters. */
export interface BatchRows<Name extends string> {
  /** A subquery with a row for each record, numbered by `n` from 1. Takes the parameters from `$1` on. */
  text: string;
  /** The parameters of `text`: an array for each column. */
  parameters(sql: postgres.ISql, valuesOf: (name: Name) => unknown[]): postgres.Parameter[];
}

/**
 * Sends records as one parameter for each column (docs/decisions/0027-binary-arrays.md). The arrays
 * pass through a subquery that the planner doesn't flatten (`offset 0`), so that their lengths never
 * count: the planner could find a plan for a short batch cheaper than the plan for all batches, and
 * plan every batch anew.
 * @param columns each column's name and its type in PostgreSQL.
 * @throws for a type that can't be sent.
 */
export function batchRows<Name extends string>(
  columns: readonly (readonly [name: Name, type: string])[],
): BatchRows<Name> {
  const sent = columns.map(([name, type]) => {
    const transport = transports[type];
    if (!transport) throw new Error(`a batch can't send ${name}: no transport for the type ${type}`);
    return { name, type, ...transport };
  });
  const names = sent.map(({ name }) => `"${name}"`);
  const casts = sent.map(({ name, type, isCast }) => `row."${name}"${isCast ? `::${type}` : ""}`);
  return {
    text: `(
  select ${casts.join(", ")}, row.n
  from (select ${names.map((name, index) => `$${index + 1} as ${name}`).join(", ")} offset 0) sent,
    unnest(${names.map((name) => `sent.${name}`).join(", ")}) with ordinality as row(${names.join(", ")}, n))`,
    parameters: (sql, valuesOf) =>
      sent.map(({ name, element, encode }) => {
        const values = valuesOf(name);
        const written = encode ? values.map((value) => (value === null ? null : encode(value))) : values;
        return parameter(sql, element, written);
      }),
  };
}

function parameter(sql: postgres.ISql, element: ElementType, values: unknown[]): postgres.Parameter {
  const format = elementFormats[element];
  // The type of the column decides the type of the values.
  const array = binaryArray(format as Parameters<typeof binaryArray>[0], values);
  return sql.typed(array, format.arrayOid);
}
