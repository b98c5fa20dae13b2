import type { Query } from "./query.ts";
import type { Coverage } from "./read-coverage.ts";

/** The queries behind the figures of a moment, as a file for psql. */
export function queriesFile({ window, figures, byDay, humanQuality }: Coverage): string {
  const queries: [name: string, about: string, query: Query][] = [
    ...Object.values(figures).map(({ name, about, query }): [string, string, Query] => [name, about, query]),
    ["Events by day", "The chart, and every figure that counts events.", byDay.query],
    ["How people decide", "Times and shares of all people together.", humanQuality.query],
  ];
  return [
    `-- Control evidence of ${window.now.toISOString()}, from ${window.from.toISOString()}. For PostgreSQL.`,
    "-- IDs sort by time: a bound such as evt_0... means from this moment on.",
    "begin isolation level repeatable read read only;",
    ...queries.map(([name, about, query]) => `-- ${name}: ${about}\n${runnable(query)}`),
    "commit;\n",
  ].join("\n\n");
}

// PostgreSQL infers the type of a parameter from its use, and reads each value from a text literal.
function runnable({ sql, params }: Query): string {
  if (params.length === 0) return `${sql};`;
  const values = params.map((value) => `'${String(value).replaceAll("'", "''")}'`).join(", ");
  return `prepare figure as\n${sql};\nexecute figure(${values});\ndeallocate figure;`;
}
