import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { clientOf, type Database, type Transaction } from "./client.ts";

const dialect = new PgDialect();

/**
 * Runs a statement that PostgreSQL plans once for each connection, where `db.execute` plans it each
 * time. For a statement that runs often, takes longer to plan than to run, and has one good plan for
 * all its parameters. Its text must not depend on values, because each text is kept. Times are ISO
 * 8601 text, in parameters and in rows.
 * @throws {TypeError} for a parameter that is no text, no number and no list of these.
 */
export async function executePrepared<Row extends Record<string, unknown>>(
  db: Database | Transaction,
  statement: SQL,
): Promise<Row[]> {
  const { sql, params } = dialect.sqlToQuery(statement);
  if (!params.every(isPlain))
    throw new TypeError("a prepared statement takes texts, numbers and lists of these");
  return clientOf(db).unsafe<Row[]>(sql, params, { prepare: true });
}

type Plain = string | number | Plain[];

function isPlain(parameter: unknown): parameter is Plain {
  const isOne = typeof parameter === "string" || typeof parameter === "number";
  return isOne || (Array.isArray(parameter) && parameter.every(isPlain));
}
