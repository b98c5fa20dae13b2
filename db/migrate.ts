import { setTimeout as pause } from "node:timers/promises";
import { runMigrations as migrateJobs } from "graphile-worker";
import postgres, { type Sql } from "postgres";
import { applyMigration, createRecord, OtherProcessError, type Reached } from "./apply-migration.ts";
import { requireKnownMigrations } from "./known-migrations.ts";
import { type Migration, readMigrations } from "./read-migrations.ts";
import { isDatabaseBusy, isDatabaseUnavailable, isOutOfTime } from "./unavailable.ts";

/** The advisory lock of the one process that migrates: the same in every process. */
const migrationLock = 7_240_113;
const pollMilliseconds = 250;
/** Between attempts, calls that queued behind the last one are answered. */
const longestPauseMilliseconds = 5000;

export interface MigrateOptions {
  /** The migrations of another release, in tests. */
  folder?: string;
  /** About three minutes by default. */
  attempts?: number;
  /** Is told the migrations that it applies, before each. */
  onMigration?: (tag: string) => void;
}

/** What ended a migration is the cause. Another attempt begins where it ended. */
class MigrationFailure extends Error {
  override readonly name = "MigrationFailure";
}

/**
 * Brings the database to this version's schema, while other processes use it: ours from
 * `db/migrations`, and the job queue's own. Several processes may call `migrate` on one database at the
 * same time; each returns when the schema is there. A schema that a later release made is left alone.
 * @param url Connection string of the database to migrate.
 * @throws {UnknownDatabaseError} when this release may not use the database
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<void> {
  const { folder, attempts = 40, onMigration } = options;
  const known = readMigrations(folder);
  const reached: Reached = new Map();
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOn(url, { known, reached, onMigration });
    } catch (error) {
      if (attempt >= attempts || !isWorthRepeating(error)) throw error;
      const longest = Math.min(longestPauseMilliseconds, 200 * attempt);
      await pause(longest * (0.5 + Math.random() / 2));
    }
  }
}

/** PostgreSQL ends the connection when transaction_timeout has passed. */
function isWorthRepeating(error: unknown): boolean {
  if (!(error instanceof MigrationFailure)) return false;
  if (error.cause instanceof OtherProcessError) return true;
  return isDatabaseBusy(error) || isOutOfTime(error) || isDatabaseUnavailable(error);
}

interface Missing extends Pick<MigrateOptions, "onMigration"> {
  known: Migration[];
  reached: Reached;
}

async function attemptOn(url: string, { known, reached, onMigration }: Missing): Promise<void> {
  // Settings of the role or the database would end the statements that may take long.
  const connection = { application_name: "countersign migration", statement_timeout: 0, lock_timeout: 0 };
  // A connection that is replaced would lose the lock.
  const client = postgres(url, {
    ...{ max: 1, connect_timeout: 5, max_lifetime: null, onnotice: () => {} },
    connection,
  });
  try {
    // A process that needs no migration doesn't wait for one: it may start anew during an upgrade.
    if ((await requireKnownMigrations(client, known)) === "older") {
      const holder = await waitForLock(client);
      if ((await requireKnownMigrations(client, known)) === "older")
        await applyMissing(client, holder, { known, reached, onMigration });
    }
    await migrateJobs({ connectionString: url });
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function applyMissing(
  client: Sql,
  holder: number,
  { known, reached, onMigration }: Missing,
): Promise<void> {
  let applying = "the record of migrations";
  try {
    await createRecord(client);
    const [found] = await client<[{ count: number }]>`
      select count(*)::int as count from drizzle.__drizzle_migrations`;
    for (const [place, migration] of known.entries()) {
      if (place < found.count) continue;
      applying = migration.tag;
      onMigration?.(applying);
      await applyMigration(client, { migration, place, isEmpty: found.count === 0, reached, holder });
    }
  } catch (error) {
    throw new MigrationFailure(`${applying} wasn't applied`, { cause: error });
  }
}

/**
 * Asks for the lock again and again, because `create index concurrently` of the process that holds it
 * waits for every statement that began before, also for one that waits for an advisory lock.
 * @returns the server's process that holds it now
 */
async function waitForLock(client: Sql): Promise<number> {
  for (;;) {
    const [row] = await client<[{ isHeld: boolean; pid: number }]>`
      select pg_try_advisory_lock(${migrationLock}) as "isHeld", pg_backend_pid() as pid`;
    if (row.isHeld) return row.pid;
    await pause(pollMilliseconds * (0.5 + Math.random()));
  }
}
