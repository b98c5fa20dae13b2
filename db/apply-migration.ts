import { setTimeout as pause } from "node:timers/promises";
import type { Sql, TransactionSql } from "postgres";
import { limitTime } from "./limit-time.ts";
import type { Migration } from "./read-migrations.ts";
import { builtIndex, kindOf } from "./statement-kind.ts";
import { isDatabaseBusy, isOutOfTime } from "./unavailable.ts";

const firstRows = 100;
const mostRows = 2000;
/** A batch that takes longer is followed by a smaller one. */
const batchMilliseconds = 100;

/** Creates drizzle's table where it is missing, with a column of ours. */
export async function createRecord(client: Sql): Promise<void> {
  await client.begin(async (tx) => {
    const run = await limitTime(tx);
    await run("create schema if not exists drizzle");
    await run(
      "create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
    );
    await run("alter table drizzle.__drizzle_migrations add column if not exists requires text");
  });
}

/** The last row that each batch has come to in this process, by its statement. */
export type Reached = Map<string, string>;

/** Another process migrates, or has done so. What remains is seen in another attempt. */
export class OtherProcessError extends Error {
  override readonly name = "OtherProcessError";
}

/** A migration, with the number of those that the database had before. */
interface Next {
  migration: Migration;
  place: number;
}

interface Applying extends Next {
  /** No process uses the database yet: nothing limits the locks. */
  isEmpty: boolean;
  reached: Reached;
  /** The server's process of the connection that took the advisory lock. */
  holder: number;
}

/**
 * Applies a migration and records it. Statements that can't share a transaction are run again from the
 * first one if the process ends before the record, so that each of them must bear that.
 * @throws {OtherProcessError} after the connection was replaced, and with it the lock was lost
 */
export async function applyMigration(
  client: Sql,
  { migration, place, isEmpty, reached, holder }: Applying,
): Promise<void> {
  const kinds = new Set(migration.statements.map(kindOf));
  if (kinds.size === 1 && kinds.has("quick")) {
    await client.begin(async (tx) => {
      const run: (statement: string) => Promise<unknown> = isEmpty
        ? (statement) => tx.unsafe(statement)
        : await limitTime(tx);
      await run(lockRecord);
      for (const statement of migration.statements) await run(statement);
      await record(tx, { migration, place });
    });
    return;
  }
  if (kinds.has("quick")) throw new Error(`${migration.tag} mixes statements of one transaction with others`);
  for (const statement of migration.statements) {
    if (kindOf(statement) === "batch") await runBatches(client, statement, { reached, holder });
    else {
      await requireHolder(client, holder);
      await client.unsafe(statement);
    }
  }
  await client.begin(async (tx) => {
    await tx.unsafe(lockRecord);
    for (const statement of migration.statements) await requireIndex(tx, statement);
    await record(tx, { migration, place });
  });
}

/**
 * Runs the statement after the last row of each batch, until a batch has no row. Another attempt continues from
 * there; another process walks quickly over rows that are filled. The machine decides how many rows a
 * batch has: they are locked until its commit.
 */
async function runBatches(
  client: Sql,
  statement: string,
  { reached, holder }: Pick<Applying, "reached" | "holder">,
): Promise<void> {
  let rows = firstRows;
  for (;;) {
    const began = performance.now();
    try {
      const last = await client.begin(async (tx): Promise<string | null> => {
        const run = await limitTime(tx);
        await requireHolder(tx, holder);
        const values = [reached.get(statement) ?? "", rows];
        const [row] = await run<{ last: string | null }>(statement, values);
        return row?.last ?? null;
      });
      if (last === null) return;
      reached.set(statement, last);
    } catch (error) {
      if (rows === 1 || !(isDatabaseBusy(error) || isOutOfTime(error))) throw error;
    }
    const took = performance.now() - began;
    rows = took < batchMilliseconds ? Math.min(rows * 2, mostRows) : Math.ceil(rows / 4);
    // Half of the time is for the calls.
    await pause(took);
  }
}

async function requireHolder(sql: Sql | TransactionSql, holder: number): Promise<void> {
  const [row] = await sql`select pg_backend_pid() = ${holder} as "isHolder"`;
  if (!row?.isHolder) throw new OtherProcessError("the connection was replaced, and the lock lost");
}

/** An index that another process took away, or builds again, has no record. */
async function requireIndex(tx: TransactionSql, statement: string): Promise<void> {
  const name = builtIndex(statement);
  if (name === undefined) return;
  const [row] = await tx`select indisvalid from pg_index where indexrelid = to_regclass(${name})`;
  if (!row?.indisvalid) throw new OtherProcessError(`index ${name} isn't built`);
}

/** A process whose connection was replaced has lost the advisory lock: no migration is recorded twice. */
const lockRecord = "lock table drizzle.__drizzle_migrations in share row exclusive mode";

async function record(tx: TransactionSql, { migration, place }: Next): Promise<void> {
  const { hash, createdAt, requires = null, tag } = migration;
  const { count } = await tx`
    insert into drizzle.__drizzle_migrations (hash, created_at, requires)
    select ${hash}, ${createdAt}, ${requires} where (select count(*) from drizzle.__drizzle_migrations) = ${place}`;
  if (count !== 1) throw new OtherProcessError(`another process has applied ${tag}`);
}
