import type postgres from "postgres";

/** A statement as executed and as shown in the report: `$1` is the first of `params`. */
export interface Query {
  sql: string;
  params: (string | number)[];
}

/** Keeps values apart from the text: query`... id >= ${first}`. A query or `{ sql }` becomes text. */
export function query(texts: TemplateStringsArray, ...values: Value[]): Query {
  const params: Query["params"] = [];
  const written = values.map((value) => {
    if (typeof value !== "object") return `$${params.push(value)}`;
    const shift = params.length;
    params.push(...(value.params ?? []));
    return value.sql.replaceAll(/\$(\d+)/g, (_, n) => `$${Number(n) + shift}`);
  });
  const sql = String.raw({ raw: texts }, ...written);
  return { sql: sql.replaceAll(/\s*\n\s*/g, "\n  ").trim(), params };
}

/** Runs a query. Its text has no values, so that PostgreSQL plans it once for a connection. */
export function run<Row extends object>(sql: postgres.ISql, { sql: text, params }: Query) {
  return sql.unsafe<Row[]>(text, params, { prepare: true });
}

type Value = string | number | { sql: string; params?: Query["params"] };
