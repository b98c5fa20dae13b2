import { type SQL, sql } from "drizzle-orm";

/** The select list of a query in SQL. `Record<keyof Row, SQL>` makes a missing member a compile error. */
export function selectList(columns: Record<string, SQL>): SQL {
  const named = Object.entries(columns).map(([name, column]) => sql`${column} as ${sql.identifier(name)}`);
  return sql.join(named, sql`, `);
}

/** The row of a query through `selectList`, given its columns. */
export type RowOf<Columns> = {
  [Name in keyof Columns]: Columns[Name] extends SQL<infer Value> ? Value : never;
};
