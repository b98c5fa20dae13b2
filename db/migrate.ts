import { setTimeout as pause } from "node:timers/promises";
import { runMigrations as migrateJobs } from "graphile-worker";
import type { Logger } from "pino";
import postgres, { type Sql } from "postgres";
import { applyMigration, createRecord, OtherProcessError, type Reached } from "./apply-migration.ts";
import { requireKnownMigrations } from "./known-migrations.ts";
import { statementLimits } from "./limit-time.ts";
import { waitForLock } from "./migration-lock.ts";
import { primaryOf } from "./primary/primary.ts";
import { type Migration, readMigrations } from "./read-migrations.ts";
import { isDatabaseBusy, isDatabaseUnavailable, isOutOfTime } from "./unavailable.ts";

/** Between attempts, calls that queued behind the last one are answered. */
const longestPauseMilliseconds = 5000;

export interface MigrateOptions {
  /** The migrations of another release, in tests. */
  folder?: string;
  /** About three minutes by default. */
  attempts?: number;
  log?: Pick<Logger, "info" | "warn">;
}

/** What ended a migration is the cause. Another attempt begins where it ended. */
export class MigrationFailure extends Error {
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
  const { folder, attempts = 40, log } = options;
  const known = readMigrations(folder);
  const reached: Reached = new Map();
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOn(url, { known, reached, log });
    } catch (error) {
      if (attempt >= attempts || !isWorthRepeating(error)) throw error;
      log?.warn({ err: error, attempt }, "a migration was taken back; trying again");
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

interface Missing extends Pick<MigrateOptions, "log"> {
  known: Migration[];
  reached: Reached;
}

async function attemptOn(hosts: string, { known, reached, log }: Missing): Promise<void> {
  const url = await primaryOf(hosts).find();
  // Settings of the role or the database would end the statements that may take long.
  const connection = { application_name: "countersign migration", statement_timeout: 0, lock_timeout: 0 };
  // A connection that is replaced would lose the lock.
  const client = postgres(url, {
    ...{ max: 1, connect_timeout: 5, max_lifetime: null, onnotice: () => {} },
    connection,
  });
  let isFirst = false;
  try {
    // A process that needs no migration doesn't wait for one: it may start anew during an upgrade.
    if ((await requireKnownMigrations(client, known)) === "older") {
      const holder = await waitForLock(client, log);
      if ((await requireKnownMigrations(client, known)) === "older")
        isFirst = await applyMissing(client, holder, { known, reached, log });
    }
    await migrateQueue(url, isFirst);
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** @returns whether the database had none, so that no other process uses it yet */
async function applyMissing(client: Sql, holder: number, { known, reached, log }: Missing): Promise<boolean> {
  let applying = "the record of migrations";
  try {
    await createRecord(client);
    const [found] = await client<[{ count: number }]>`
      select count(*)::int as count from drizzle.__drizzle_migrations`;
    const isFirst = found.count === 0;
    for (const [place, migration] of known.entries()) {
      if (place < found.count) continue;
      applying = migration.tag;
      log?.info({ migration: applying }, "migrating");
      await applyMigration(client, { migration, place, isEmpty: isFirst, reached, holder });
    }
    return isFirst;
  } catch (error) {
    throw new MigrationFailure(`${applying} wasn't applied`, { cause: error });
  }
}

/** Migrations of the job queue, whose locks asks wait for too. They are the queue's, so each is limited from outside. */
async function migrateQueue(url: string, isFirst: boolean): Promise<void> {
  const limited = new URL(url);
  if (!isFirst)
    for (const [name, milliseconds] of Object.entries(statementLimits))
      limited.searchParams.set(name, String(milliseconds));
  try {
    await migrateJobs({ connectionString: limited.href });
  } catch (error) {
    throw new MigrationFailure("the job queue's schema wasn't migrated", { cause: error });
  }
}
