import type { MigrationMeta } from "drizzle-orm/migrator";
import type { Sql } from "postgres";

/**
 * Where a database comes from that this version must not touch. `pre-release`: from a version before
 * the first release, whose migrations no release knows. `newer`: from a later release. `changed`: one of
 * the migrations has other content. `unknown`: the database has tables, and no record of Countersign's
 * migrations.
 */
export type DatabaseOrigin = "pre-release" | "newer" | "changed" | "unknown";

/** This version can't migrate the database. Nothing was changed. */
export class UnknownDatabaseError extends Error {
  override readonly name = "UnknownDatabaseError";

  constructor(readonly origin: DatabaseOrigin) {
    super(`The database was not made by this release or an earlier one: ${origin}.`);
  }
}

/** What this version's migrations say of a database. `older`: some of them haven't run, or none has. */
export type SchemaState = "current" | "older" | DatabaseOrigin;

/**
 * Reads which migrations the database had. They must be the first of this version's migrations, by time
 * and by content: drizzle itself compares only the time of the last one, and would add this version's
 * tables to whatever is there.
 */
export async function schemaStateOf(client: Sql, known: MigrationMeta[]): Promise<SchemaState> {
  const applied = await findApplied(client);
  const isOurs = (entry: AppliedMigration, n: number) =>
    entry.hash === known[n]?.hash && Number(entry.createdAt) === known[n]?.folderMillis;
  if (!applied.slice(0, known.length).every(isOurs))
    return isBefore(applied[0], known[0]) ? "pre-release" : "changed";
  if (applied.length > known.length) return "newer";
  if (applied.length === 0 && (await hasTables(client))) return "unknown";
  return applied.length < known.length ? "older" : "current";
}

/** @throws {UnknownDatabaseError} before anything in the database is changed */
export async function requireKnownMigrations(client: Sql, known: MigrationMeta[]): Promise<void> {
  const state = await schemaStateOf(client, known);
  if (state !== "current" && state !== "older") throw new UnknownDatabaseError(state);
}

function isBefore(applied: AppliedMigration | undefined, first: MigrationMeta | undefined): boolean {
  return Number(applied?.createdAt) < (first?.folderMillis ?? 0);
}

interface AppliedMigration {
  hash: string;
  /** Milliseconds, as text. */
  createdAt: string;
}

async function findApplied(client: Sql): Promise<AppliedMigration[]> {
  const [table] = await client`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`;
  if (!table?.exists) return [];
  return client<AppliedMigration[]>`
    select hash, created_at::text as "createdAt" from drizzle.__drizzle_migrations order by id`;
}

/** Tables, views and sequences in the way, except those of extensions, which operators install first. */
async function hasTables(client: Sql): Promise<boolean> {
  const [found] = await client`
    select exists (select from pg_class c join pg_namespace n on n.oid = relnamespace
      where nspname in ('public', current_schema(), 'graphile_worker') and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')) as tables`;
  return found?.tables;
}
