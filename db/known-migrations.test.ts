import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, describe, expect, test } from "vitest";
import { migrate } from "./migrate.ts";
import { repository } from "./repository.ts";
import { createTestDatabase } from "./testing/database.ts";

const nextRelease = mkdtempSync(path.join(tmpdir(), "countersign-next-release-"));
addMigration(nextRelease, "CREATE TABLE next_release AS SELECT version FROM policy_head;");
afterAll(() => rmSync(nextRelease, { recursive: true }));

/** Copies this version's migrations to the folder and adds one, as a later release does. */
function addMigration(folder: string, statements: string): void {
  cpSync(path.join(repository, "db/migrations"), folder, { recursive: true });
  const file = path.join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8"));
  const { idx, when } = journal.entries.at(-1);
  journal.entries.push({ idx: idx + 1, version: "7", when: when + 1, tag: "9999_next", breakpoints: true });
  writeFileSync(file, JSON.stringify(journal));
  writeFileSync(path.join(folder, "9999_next.sql"), statements);
}

/** A database in which another version has run these statements. */
async function databaseWith(...statements: string[]) {
  const { url } = await createTestDatabase({ template: "template0" });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
  return { url, ...(await everything(url)) };
}

const migrationsTable = [
  "create schema drizzle",
  "create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
];
const applied = (...entries: [hash: string, createdAt: number | string][]) =>
  entries.map(
    ([hash, at]) => `insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', ${at})`,
  );
const ownTable = ["create table people (id text primary key)", "insert into people values ('per_1')"];

/** Every row of the catalog's tables and of `people`, with the transaction that wrote the row. */
async function everything(url: string) {
  const sql = postgres(url, { max: 1 });
  const contents: Record<string, unknown> = {};
  const tables = ["pg_class", "pg_attribute", "pg_namespace", "pg_proc", "pg_type", "pg_constraint"];
  for (const table of [...tables, "pg_trigger", "people", "drizzle.__drizzle_migrations"]) {
    const [found] = await sql`select to_regclass(${table}) is not null as exists`;
    contents[table] =
      found?.exists && (await sql.unsafe(`select xmin, ctid, t::text from ${table} t order by ctid`));
  }
  await sql.end();
  return { contents };
}

describe("a database that no release made is refused and unchanged:", () => {
  test.each<[string, string[], string]>([
    [
      "a pre-release, by the migrations it had",
      [...migrationsTable, ...applied(["1f0c", 1793920000000], ["9ab2", 1794010000000]), ...ownTable],
      "pre-release",
    ],
    [
      "a pre-release whose last migration is later than every one of this version",
      [...migrationsTable, ...applied(["1f0c", 1793920000000], ["9ab2", 9999999999999]), ...ownTable],
      "pre-release",
    ],
    [
      "a migration at the time of one of this version, with other statements",
      [...migrationsTable, ...applied(["1f0c", lastKnown().when]), ...ownTable],
      "changed",
    ],
    ["tables without a record of migrations", ownTable, "unknown"],
    ["a view of another program", ["create view invoices as select 1 as id"], "unknown"],
    [
      "the job queue of another program",
      ["create schema graphile_worker", "create table graphile_worker.jobs ()"],
      "unknown",
    ],
  ])("%s", async (_, statements, origin) => {
    const { url, contents } = await databaseWith(...statements);

    await expect(migrate(url)).rejects.toMatchObject({ name: "UnknownDatabaseError", origin });

    expect(await everything(url)).toEqual({ contents });
  });
});

function lastKnown(): { when: number } {
  const file = path.join(repository, "db/migrations/meta/_journal.json");
  return JSON.parse(readFileSync(file, "utf8")).entries.at(-1);
}

test("a database of this release keeps its rows when the next release migrates it", async () => {
  const { url, db } = await createTestDatabase();
  await db.$client`update policy_head set version = 1`;

  await migrate(url, nextRelease);
  await migrate(url, nextRelease);

  expect(await db.$client`select version from next_release`).toEqual([{ version: 1 }]);
  expect(await db.$client`select version from policy_head`).toEqual([{ version: 1 }]);
});

test("a database that a newer release migrated is refused and unchanged", async () => {
  const { url } = await createTestDatabase();
  await migrate(url, nextRelease);
  const before = await everything(url);

  await expect(migrate(url)).rejects.toMatchObject({ name: "UnknownDatabaseError", origin: "newer" });

  expect(await everything(url)).toEqual(before);
});

test("an empty database may have an extension's tables", async () => {
  const { url } = await createTestDatabase({ template: "template0" });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`create table spatial_ref_sys (id int)`;
  await sql`alter extension plpgsql add table spatial_ref_sys`;

  await migrate(url);

  const [head] = await sql`select version from policy_head`;
  await sql.end();
  expect(head).toEqual({ version: 0 });
});
