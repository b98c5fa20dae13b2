import type { Sql } from "postgres";
import type { Migration } from "./read-migrations.ts";

/**
 * Where a database comes from that this version must not touch. `pre-release`: from a version before
 * the first release, whose migrations no release knows. `newer`: from a later release that doesn't say
 * that this one may use it. `changed`: one of the migrations has other content. `unknown`: the database
 * has tables, and no record of Countersign's migrations.
 */
export type DatabaseOrigin = "pre-release" | "newer" | "changed" | "unknown";

/** This version can't migrate the database. Nothing was changed. */
export class UnknownDatabaseError extends Error {
  override readonly name = "UnknownDatabaseError";

  constructor(readonly origin: DatabaseOrigin) {
    super(`The database was not made by this release or an earlier one: ${origin}.`);
  }
}

/**
 * What this version's migrations say of a database that it may use. `older`: some of them haven't run,
 * or none has. `ahead`: a later release has added to the schema, and says that this one may use it.
 */
export type KnownState = "current" | "older" | "ahead";
export type SchemaState = KnownState | DatabaseOrigin;

/**
 * Reads which migrations the database had. They must be the first of this version's migrations, by time
 * and by content. What a later release has added is unknown here, so each of its migrations must name
 * one that this version has.
 */
export async function schemaStateOf(client: Sql, known: readonly Migration[]): Promise<SchemaState> {
  // The tables first: the record of a migration that makes some in between is read after it.
  const { isRecorded, hasTables } = await look(client);
  const applied = isRecorded ? await findApplied(client) : [];
  const isOurs = ({ hash, createdAt, requires }: AppliedMigration, n: number) =>
    hash === known[n]?.hash &&
    Number(createdAt) === known[n]?.createdAt &&
    (requires ?? undefined) === known[n]?.requires;
  if (!applied.slice(0, known.length).every(isOurs))
    return isBefore(applied[0], known[0]) ? "pre-release" : "changed";
  if (applied.length === 0 && hasTables) return "unknown";
  if (applied.length <= known.length) return applied.length < known.length ? "older" : "current";
  const admitsThis = ({ requires }: AppliedMigration) => known.some(({ hash }) => hash === requires);
  return applied.slice(known.length).every(admitsThis) ? "ahead" : "newer";
}

/** @throws {UnknownDatabaseError} before anything in the database is changed */
export async function requireKnownMigrations(client: Sql, known: readonly Migration[]): Promise<KnownState> {
  const state = await schemaStateOf(client, known);
  if (state === "current" || state === "older" || state === "ahead") return state;
  throw new UnknownDatabaseError(state);
}

function isBefore(applied: AppliedMigration | undefined, first: Migration | undefined): boolean {
  return Number(applied?.createdAt) < (first?.createdAt ?? 0);
}

interface AppliedMigration {
  hash: string;
  /** Milliseconds, as text. */
  createdAt: string;
  requires: string | null;
}

/** `hasTables`: tables, views and sequences in the way, except those of extensions, which operators install first. */
async function look(client: Sql): Promise<{ isRecorded: boolean; hasTables: boolean }> {
  const [found] = await client<[{ isRecorded: boolean; hasTables: boolean }]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as "isRecorded",
      exists (select from pg_class c join pg_namespace n on n.oid = relnamespace
        where nspname in ('public', current_schema(), 'graphile_worker') and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
        and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')) as "hasTables"`;
  return found;
}

function findApplied(client: Sql): Promise<AppliedMigration[]> {
  // Drizzle creates the table without `requires`, and so did the first versions.
  return client<AppliedMigration[]>`
    select hash, created_at::text as "createdAt", to_jsonb(applied) ->> 'requires' as requires
    from drizzle.__drizzle_migrations applied order by id`;
}
