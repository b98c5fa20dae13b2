/** A statement as executed and as shown in the report: `$1` is the first of `params`. */
export interface Query {
  sql: string;
  params: (string | number)[];
}

/**
 * Writes a query with values apart from the text: query`select ... where id >= ${first}`. A value
 * `{ sql }` becomes part of the text.
 */
export function query(texts: TemplateStringsArray, ...values: (string | number | { sql: string })[]): Query {
  const params: (string | number)[] = [];
  const written = values.map((value) => (typeof value === "object" ? value.sql : `$${params.push(value)}`));
  const sql = String.raw({ raw: texts }, ...written);
  return { sql: sql.replaceAll(/\s*\n\s*/g, "\n  ").trim(), params };
}
