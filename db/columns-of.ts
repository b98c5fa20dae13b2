import type { PgColumn, PgTable } from "drizzle-orm/pg-core";

/** These columns of a table, under their names in the schema, for what a query selects or returns. */
export function columnsOf<Table extends PgTable, Name extends string & keyof Table["_"]["columns"]>(
  table: Table,
  ...names: Name[]
): Pick<Table["_"]["columns"], Name> {
  const columns = table as unknown as Record<string, PgColumn>;
  return Object.fromEntries(names.map((name) => [name, columns[name]])) as Pick<Table["_"]["columns"], Name>;
}
