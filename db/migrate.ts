import path from "node:path";
import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { runMigrations as migrateJobs } from "graphile-worker";
import postgres from "postgres";
import { requireKnownMigrations } from "./known-migrations.ts";
import { repository } from "./repository.ts";

/** The advisory lock with which one process migrates while the others wait: the same in every process. */
const migrationLock = 7_240_113;

const ownMigrations = path.join(repository, "db/migrations");

/** The migrations of this version, oldest first. */
export function readOwnMigrations(): MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder: ownMigrations });
}

/**
 * Brings the database to this version's schema: ours from `db/migrations`, and the job queue's own.
 * Several processes may call `migrate` on one database at the same time; each returns when the
 * schema is there.
 * @param url Connection string of the database to migrate.
 * @param migrationsFolder The migrations of this version, or of another release in tests.
 * @throws {UnknownDatabaseError} when the database isn't from this release or an earlier one
 */
export async function migrate(url: string, migrationsFolder = ownMigrations): Promise<void> {
  const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    await requireKnownMigrations(client, readMigrationFiles({ migrationsFolder }));
    await applyMigrations(drizzle({ client }), { migrationsFolder });
    await migrateJobs({ connectionString: url });
  } finally {
    await client.end();
  }
}
