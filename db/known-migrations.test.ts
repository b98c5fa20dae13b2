import postgres from "postgres";
import { afterAll, describe, expect, test } from "vitest";
import { schemaStateOf } from "./known-migrations.ts";
import { migrate } from "./migrate.ts";
import { readMigrations } from "./read-migrations.ts";
import { createTestDatabase } from "./testing/database.ts";
import { admitsThisVersion, nextRelease } from "./testing/next-release.ts";

const { folder: nextFolder, remove } = nextRelease(
  "CREATE TABLE next_release AS SELECT version FROM policy_head;",
);
afterAll(remove);

/** A database in which another version has run these statements. */
async function databaseWith(...statements: string[]) {
  const { url } = await createTestDatabase({ template: "template0" });
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
  return { url, ...(await everything(url)) };
}

const known = readMigrations();
const { hash: lastHash = "", createdAt: lastTime = 0 } = known.at(-1) ?? {};

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
      [...migrationsTable, ...applied(["1f0c", lastTime]), ...ownTable],
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

test("a database that another process migrates while it is looked at is no unknown one", async () => {
  const { url, db } = await createTestDatabase({ template: "template0" });
  const racing = new Proxy(db.$client, {
    apply: async (client, self, values) => {
      const rows = await Reflect.apply(client, self, values);
      await migrate(url);
      return rows;
    },
  });
  expect(await schemaStateOf(racing, known)).toBe("older");
});

test("a database of this release keeps its rows when the next release migrates it", async () => {
  const { url, db } = await createTestDatabase();
  await db.$client`update policy_head set version = 1`;

  await migrate(url, { folder: nextFolder });
  await migrate(url, { folder: nextFolder });

  expect(await db.$client`select version from next_release`).toEqual([{ version: 1 }]);
  expect(await db.$client`select version from policy_head`).toEqual([{ version: 1 }]);
});

test("a database that a newer release migrated is refused and unchanged", async () => {
  const { url } = await createTestDatabase();
  await migrate(url, { folder: nextFolder });
  const before = await everything(url);

  await expect(migrate(url)).rejects.toMatchObject({ name: "UnknownDatabaseError", origin: "newer" });

  expect(await everything(url)).toEqual(before);
});

describe("after migrations of a later release, this release", () => {
  const later = (...requires: (string | null)[]) => requires.map((hash, n) => ({ n, hash }));

  test.each([
    ["may use the database if each names a migration that it has", later(lastHash, lastHash), "ahead"],
    ["may not if one of them names none", later(lastHash, null), "newer"],
    ["may not if one of them names a migration that it doesn't have", later("9ab2", lastHash), "newer"],
    ["may not if one of them names no hash", later(""), "newer"],
  ])("%s", async (_, rows, state) => {
    const { db } = await createTestDatabase();
    for (const { n, hash } of rows)
      await db.$client`
        insert into drizzle.__drizzle_migrations (hash, created_at, requires) values (${`1f0${n}`}, ${lastTime + 1 + n}, ${hash})`;
    expect(await schemaStateOf(db.$client, known)).toBe(state);
    await db.$client`update drizzle.__drizzle_migrations set hash = 'changed' where hash = ${lastHash}`;
    expect(await schemaStateOf(db.$client, known)).toBe("changed");
  });

  test("may not if the database has no place for such a name", async () => {
    const { db } = await createTestDatabase();
    const first = known.slice(0, 1);
    await db.$client`delete from drizzle.__drizzle_migrations where id > 1`;
    await db.$client`alter table drizzle.__drizzle_migrations drop column requires`;
    expect(await schemaStateOf(db.$client, first)).toBe("current");
    await db.$client`insert into drizzle.__drizzle_migrations (hash, created_at) values ('1f0c', ${lastTime + 1})`;
    expect(await schemaStateOf(db.$client, first)).toBe("newer");
  });
});

test("the release that has a migration refuses a database in which it admits other releases", async () => {
  const { url, db } = await createTestDatabase();
  const { folder, remove: removeFolder } = nextRelease(`${admitsThisVersion}CREATE TABLE later (id text);`);
  await migrate(url, { folder });
  const itsOwn = readMigrations(folder);
  removeFolder();
  expect(await schemaStateOf(db.$client, known)).toBe("ahead");
  expect(await schemaStateOf(db.$client, itsOwn)).toBe("current");
  await db.$client`update drizzle.__drizzle_migrations set requires = ${itsOwn.at(-1)?.hash ?? ""} where requires is not null`;
  expect(await schemaStateOf(db.$client, itsOwn)).toBe("changed");
});

test("a migration can't require one that isn't before it", () => {
  const { folder, remove: removeFolder } = nextRelease(
    "-- requires: 9990_next\nCREATE TABLE later (id text);",
  );
  expect(() => readMigrations(folder)).toThrow("9990_next requires 9990_next");
  removeFolder();
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
