import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { expect, test } from "vitest";
import { openDatabase } from "#db/client";
import { startEmbeddedDatabase } from "#db/embedded";
import { MigrationFailure } from "#db/migrate";
import { createTestDatabase } from "#db/testing/database";
import { isPoolerThere, type Pooler, startPooler } from "#db/testing/pooler";
import { readConfig } from "#lib/kernel/config";
import { explainBootFailure } from "./boot-failure.ts";
import { openProcessDatabase } from "./database.ts";
import { explainDatabaseFault } from "./database-fault.ts";
import { createLog } from "./log.ts";

const log = createLog("silent");

/** Leaves what a version before the first release left: its tables, and its migrations' record. */
async function fillByPreRelease(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql`create schema drizzle`;
  await sql`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('1f0c', 1793920000000)`;
  await sql`create table people (id text primary key)`;
  await sql.end();
}

async function failureOf(settings: Record<string, string>): Promise<string> {
  const config = readConfig({ COUNTERSIGN_SECRET: "s".repeat(43), ...settings });
  const failure = await openProcessDatabase(config, log).catch((error: unknown) => error);
  return explainBootFailure(failure);
}

test("a start on a pre-release's database names the database and what to do", async () => {
  const { url } = await createTestDatabase({ template: "template0" });
  await fillByPreRelease(url);
  const { host, pathname } = new URL(url);

  expect(await failureOf({ DATABASE_URL: url })).toBe(
    `Countersign couldn't start. The database at ${host}${pathname} was made by a pre-release of Countersign. ` +
      "No release can open it, and nothing in it was changed. Create an empty database and name it in DATABASE_URL.",
  );
});

test("a start on a pre-release's data folder names the folder, changes no table, and lets go of the folder", async () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), "countersign-pre-release-"));
  const start = () => startEmbeddedDatabase({ dataFolder, log, durable: false });
  const before = await start();
  await fillByPreRelease(before.url);
  await before.stop();

  expect(await failureOf({ COUNTERSIGN_DATA: dataFolder })).toBe(
    `Countersign couldn't start. The database in ${dataFolder} was made by a pre-release of Countersign. ` +
      "No release can open it, and nothing in it was changed. Set COUNTERSIGN_DATA to an empty folder.",
  );

  const after = await start();
  const sql = postgres(after.url, { max: 1 });
  const tables = await sql`
    select relname from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ('public', 'drizzle', 'graphile_worker') order by 1`;
  expect(tables.map((table) => table.relname)).toEqual(["__drizzle_migrations", "people"]);
  await sql.end();
  await after.stop();
  rmSync(dataFolder, { recursive: true });
});

test("a start is refused with a standby of another database, and continues without one that doesn't answer", async () => {
  const [{ url }, other] = [await createTestDatabase(), await createTestDatabase()];
  expect(await failureOf({ DATABASE_URL: url, DATABASE_READ_URL: other.url })).toContain(
    `${new URL(other.url).pathname} replicates another database, with another workspace's data.`,
  );
  const settings = { DATABASE_URL: url, DATABASE_READ_URL: "postgres://u@127.0.0.1:9/none" };
  const config = readConfig({ COUNTERSIGN_SECRET: "s".repeat(43), ...settings });
  const { standby, close } = await openProcessDatabase(config, log);
  expect(standby?.state()).toMatchObject({ kind: "away", cause: { code: "ECONNREFUSED" } });
  await close();
});

test("a start without a primary says for each host why it is none, without the password", async () => {
  const hosts = "127.0.0.1:1,127.0.0.1:2";
  expect(await failureOf({ DATABASE_URL: `postgres://u:hunter2@${hosts}/c` })).toBe(
    "Countersign couldn't start. The hosts in DATABASE_URL have no primary: no server accepts writes: " +
      "127.0.0.1:1/c (ECONNREFUSED), 127.0.0.1:2/c (ECONNREFUSED).",
  );
});

test.skipIf(!isPoolerThere)(
  "behind PgBouncer in transaction mode, a start is refused without DATABASE_DIRECT_URL, before it takes a lock",
  async () => {
    const { url } = await createTestDatabase({ template: "template0" });
    const strict = await startPooler(url);
    const lenient = await startPooler(url, "statement_timeout, lock_timeout, jit");
    const start = (pooler: Pooler) => failureOf({ DATABASE_URL: pooler.url });
    expect(await start(strict)).toContain("A pooler answers at 127.0.0.1");
    expect(await start(lenient)).toContain("so waiting agents would never be woken");
    for (const pooler of [strict, lenient]) {
      expect(await start(pooler)).toContain("DATABASE_DIRECT_URL to PostgreSQL itself");
      await pooler.stop();
    }
    const sql = postgres(url, { max: 1 });
    expect(await sql`select from pg_namespace where nspname in ('drizzle', 'graphile_worker')`).toEqual([]);
    await sql.end();
  },
);

test.skipIf(!isPoolerThere)(
  "behind PgBouncer, a start with DATABASE_DIRECT_URL migrates, limits its sessions, and starts again",
  async () => {
    const { url } = await createTestDatabase({ template: "template0" });
    const pooler = await startPooler(url);
    const settings = { DATABASE_URL: pooler.url, DATABASE_DIRECT_URL: url };
    const config = readConfig({ COUNTERSIGN_SECRET: "s".repeat(43), ...settings });
    for (let start = 1; start <= 2; start++) {
      const { db, connect, close } = await openProcessDatabase(config, log);
      for (const one of [db, connect()])
        expect(await one.$client`select current_setting('lock_timeout') as limit`).toEqual([{ limit: "2s" }]);
      await close();
    }
    expect(await failureOf({ ...settings, DATABASE_DIRECT_URL: "postgres://u@127.0.0.1:9/none" })).toContain(
      "127.0.0.1:9/none (ECONNREFUSED). Check that it's running and that DATABASE_DIRECT_URL is correct.",
    );
    await pooler.stop();
  },
);

test("a failed statement of a start is explained by its cause, without the statement's parameters", async () => {
  const { url } = await createTestDatabase();
  const db = openDatabase(url);
  const failure = await db
    .execute(sql`select ${"hunter2"}::text from no_table`)
    .catch((error: unknown) => error);
  await db.$client.end();
  const words = explainBootFailure(failure);
  expect(words).toMatch(/^Countersign couldn't start\. relation "no_table" does not exist \(42P01\)\n +at /);
  expect(words).not.toContain("hunter2");
  const config = readConfig({ DATABASE_URL: url, COUNTERSIGN_SECRET: "s".repeat(43) });
  const cause = Object.assign(new Error("no room"), { code: "54000" });
  expect(
    explainBootFailure(
      explainDatabaseFault(new MigrationFailure("0009_x wasn't applied", { cause }), config, url),
    ),
  ).toMatch(
    /^Countersign couldn't start\. The database at .* said: 0009_x wasn't applied: no room \(54000\)\.$/,
  );
});

test("a connection that ended within a migration is explained as too long a migration", () => {
  const url = "postgres://u:hunter2@db/c";
  const config = readConfig({ DATABASE_URL: url, COUNTERSIGN_SECRET: "s".repeat(43) });
  const cause = Object.assign(new Error("closed"), { code: "CONNECTION_CLOSED" });
  const words = (error: Error) => explainBootFailure(explainDatabaseFault(error, config, url));
  expect(words(new MigrationFailure("x", { cause }))).toContain("A migration took too long");
  expect(words(new Error("x", { cause }))).toContain("Can't reach the database");
});

test.each([
  ["42501", "lacks a right at db:5432/c. Make it the owner"],
  ["55P03", "holds a lock in the database at db:5432/c"],
  ["25P04", "A migration took too long in the database at db:5432/c"],
  ["EAI_AGAIN", "name server gave no answer about db:5432/c"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "no trusted connection to the database at db:5432/c"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "Correct the host in DATABASE_URL, or name your own authority"],
])("the error %s of the database gets a sentence with what to do, also as a cause", (code, words) => {
  const url = "postgres://u:hunter2@db/c";
  const config = readConfig({ DATABASE_URL: url, COUNTERSIGN_SECRET: "s".repeat(43) });
  const fault = Object.assign(new Error("hunter2"), { code });
  for (const error of [fault, new Error("Failed query", { cause: fault })])
    expect(explainBootFailure(explainDatabaseFault(error, config, url))).toMatch(
      new RegExp(`^Countersign couldn't start\\. [^\\n]*${words}`),
    );
});
