import { type SQL, sql } from "drizzle-orm";

/**
 * The select list of a query in SQL: each expression under its name. With `Record<keyof Row, SQL>`
 * as the argument's type, a member of the row that the query does not select does not compile.
 */
export function selectList(columns: Record<string, SQL>): SQL {
  const named = Object.entries(columns).map(([name, column]) => sql`${column} as ${sql.identifier(name)}`);
  return sql.join(named, sql`, `);
}
