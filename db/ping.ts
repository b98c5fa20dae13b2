import { sql } from "drizzle-orm";
import type { Database } from "./client.ts";
import { type SchemaState, schemaStateOf } from "./known-migrations.ts";
import type { Migration } from "./read-migrations.ts";

/** Whether the database answers within `patienceMilliseconds`. Never throws. */
export function isAnswering(db: Database, patienceMilliseconds: number): Promise<boolean> {
  const answer = db.execute(sql`select 1`).then(() => true);
  return within(patienceMilliseconds, answer, false);
}

/** `down`: it didn't answer, or not in time. `unwritable`: it answers, and commits nothing in time. */
export type DatabaseState = "down" | "unwritable" | SchemaState;

/** The state of the database, if it answers within `patienceMilliseconds`. Never throws. */
export function stateOf(
  db: Database,
  { known, patienceMilliseconds }: { known: readonly Migration[]; patienceMilliseconds: number },
): Promise<DatabaseState> {
  return within<DatabaseState>(patienceMilliseconds, schemaStateOf(db.$client, known), "down");
}

/**
 * Commits, and changes nothing: a message in the log of PostgreSQL. While a synchronous standby is away, the commit
 * waits, so that there is one at a time.
 */
export function commitTrial(db: Database): (patienceMilliseconds: number) => Promise<boolean> {
  let commit: Promise<boolean> | undefined;
  return (patienceMilliseconds) => {
    commit ??= db.$client`select pg_logical_emit_message(true, 'countersign', '')`
      .then(() => true)
      .finally(() => {
        commit = undefined;
      });
    return within(patienceMilliseconds, commit, false);
  };
}

/** The result, or `otherwise` after an error or too long a time. */
export async function within<T>(milliseconds: number, result: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, milliseconds, otherwise);
  });
  const first = await Promise.race([result.catch(() => otherwise), tooLate]);
  clearTimeout(timer);
  return first;
}
