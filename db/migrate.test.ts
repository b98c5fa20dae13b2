import postgres from "postgres";
import { describe, expect, onTestFinished, test } from "vitest";
import { applyMigration } from "./apply-migration.ts";
import type { Database } from "./client.ts";
import { schemaStateOf } from "./known-migrations.ts";
import { migrate } from "./migrate.ts";
import { readMigrations } from "./read-migrations.ts";
import { createTestDatabase } from "./testing/database.ts";
import { expectWaiting } from "./testing/expect-waiting.ts";
import { admitsThisVersion, firstVersion, nextRelease } from "./testing/next-release.ts";

const known = readMigrations();
const addColumn = `${admitsThisVersion}ALTER TABLE tools ADD COLUMN note text;`;
const buildIndex = `${admitsThisVersion}DROP INDEX CONCURRENTLY IF EXISTS tools_name;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY tools_name ON tools (name);`;
const fillNotes = `${admitsThisVersion}WITH batch AS (
  SELECT id FROM tools WHERE id > $1 ORDER BY id LIMIT $2
), changed AS (
  UPDATE tools SET note = name FROM batch WHERE tools.id = batch.id AND note IS NULL
) SELECT max(id) AS last FROM batch;`;

/** The folder of a later release, for one test. */
function release(...texts: string[]): string {
  const { folder, remove } = nextRelease(...texts);
  onTestFinished(remove);
  return folder;
}

/** A session that holds a lock on `tools` until it is released. */
async function holding(url: string, statement: string): Promise<{ release: () => Promise<void> }> {
  const session = postgres(url, { max: 1 });
  await session.unsafe(`begin; ${statement}`);
  return {
    release: async () => {
      await session`commit`;
      await session.end();
    },
  };
}

function keptLog() {
  const lines: object[] = [];
  const keep = (line: object) => lines.push(line);
  return { log: { info: keep, warn: keep }, lines };
}

const readerHolds = "lock table tools in access share mode";
const writerHolds = "lock table tools in row exclusive mode";

async function isIndexValid({ $client }: Database): Promise<unknown> {
  const [row] = await $client`select indisvalid from pg_index where indexrelid = to_regclass('tools_name')`;
  return row?.indisvalid;
}

test("many processes may migrate one database at the same time: each returns once the schema exists", async () => {
  const { url, db } = await createTestDatabase({ template: "template0" });

  await Promise.all(Array.from({ length: 20 }, () => migrate(url)));

  expect(await schemaStateOf(db.$client, known)).toBe("current");
  expect(
    await db.$client`select to_regclass('requests') is not null as ours, to_regproc('graphile_worker.add_job') is not null as jobs`,
  ).toEqual([{ ours: true, jobs: true }]);
});

test("a migration that gets no lock lets the calls behind it go, and is applied once the lock is free", async () => {
  const { url, db } = await createTestDatabase();
  const reader = await holding(url, readerHolds);
  const migrated = migrate(url, { folder: release(addColumn) });
  await expectWaiting(db, 1);
  // Behind the migration, which gives up: the reader holds its lock all the time.
  await expect(db.$client`select count(*)::int as count from tools`).resolves.toEqual([{ count: 0 }]);
  await reader.release();
  await migrated;
  expect(await db.$client`select note from tools`).toEqual([]);
});

test("a migration of the job queue that gets no lock gives up, and is applied once the lock is free", async () => {
  const { url, db } = await createTestDatabase();
  await db.$client`drop schema graphile_worker cascade`;
  const other = await holding(url, "create schema graphile_worker");
  const { log, lines } = keptLog();
  const migrated = migrate(url, { log });
  await expectWaiting(db, 1);
  await expectWaiting(db, 0);
  await other.release();
  await migrated;
  expect(lines[0]).toMatchObject({ attempt: 1, err: { cause: { code: "55P03" } } });
  expect(await db.$client`select to_regproc('graphile_worker.add_job') is not null as jobs`).toEqual([
    { jobs: true },
  ]);
});

test("a process that waits for another one says which", async () => {
  const { url } = await createTestDatabase();
  const other = await holding(url, "select pg_advisory_xact_lock(7240113)");
  const { log, lines } = keptLog();
  const migrated = migrate(url, { folder: release(addColumn), log });
  await expect.poll(() => lines).toHaveLength(1);
  expect(lines[0]).toEqual({
    holders: [{ pid: expect.any(Number), address: expect.any(String), since: expect.any(Date) }],
  });
  await other.release();
  await migrated;
});

test("after its last attempt, a migration without a lock has changed nothing", async () => {
  const { url, db } = await createTestDatabase();
  const reader = await holding(url, readerHolds);
  const folder = release(`${admitsThisVersion}CREATE TABLE later (id text);
--> statement-breakpoint
ALTER TABLE tools ADD COLUMN note text;`);
  await expect(migrate(url, { folder, attempts: 2 })).rejects.toMatchObject({ cause: { code: "55P03" } });
  expect(await schemaStateOf(db.$client, known)).toBe("current");
  expect(await db.$client`select to_regclass('later') as later`).toEqual([{ later: null }]);
  await reader.release();
});

test("a transaction of a migration ends before a second has passed, whatever its statements take", async () => {
  const { url, db } = await createTestDatabase();
  const slow = "SELECT pg_sleep(0.4);";
  const folder = release(`${addColumn}\n--> statement-breakpoint\n${Array(5).fill(slow).join("\n")}`);
  await expect(migrate(url, { folder, attempts: 1 })).rejects.toMatchObject({
    cause: { code: "CONNECTION_CLOSED" },
  });
  expect(await schemaStateOf(db.$client, known)).toBe("current");
});

test("each statement of a transaction gets what is left of its time, on every version of PostgreSQL", async () => {
  const { url, db } = await createTestDatabase();
  const limits = "SELECT name, setting::int FROM pg_settings WHERE name ~ 'timeout'";
  const statements = [
    `CREATE TABLE first AS ${limits};`,
    "SELECT pg_sleep(0.4);",
    `CREATE TABLE last AS ${limits};`,
  ];
  await migrate(url, {
    folder: release(admitsThisVersion + statements.join("\n--> statement-breakpoint\n")),
  });
  const limitsIn = async (table: string) => {
    const rows = await db.$client<{ name: string; setting: number }[]>`select * from ${db.$client(table)}`;
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  };
  const same = { lock_timeout: 300, idle_in_transaction_session_timeout: 900 };
  expect(await limitsIn("first")).toMatchObject(same);
  const last = await limitsIn("last");
  expect(last).toMatchObject(same);
  expect(last.statement_timeout).toBeGreaterThan(0);
  expect(last.statement_timeout).toBeLessThanOrEqual(500);
});

test("an index is built whole after a process died while building it", async () => {
  const { url, db } = await createTestDatabase();
  const writer = await holding(url, writerHolds);
  const folder = release(buildIndex);
  const died = expect(migrate(url, { folder, attempts: 1 })).rejects.toThrow("9990_next wasn't applied");
  await expectWaiting(db, 1);
  await db.$client`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'countersign migration'`;
  await died;
  expect(await isIndexValid(db)).toBe(false);
  await writer.release();
  await migrate(url, { folder });
  expect(await isIndexValid(db)).toBe(true);
  expect(await schemaStateOf(db.$client, readMigrations(folder))).toBe("current");
});

test("while an index is built, calls write, this release starts anew, and later processes wait", async () => {
  const { url, db } = await createTestDatabase();
  await migrate(url, { folder: release(addColumn) });
  const folder = release(addColumn, buildIndex);
  const writer = await holding(url, writerHolds);
  const all = Promise.all(Array.from({ length: 3 }, () => migrate(url, { folder })));
  await expectWaiting(db, 1);
  await db.$client`
    insert into tools (id, name, audience, algorithm, created_by, created_at, expires_at)
    values ('tol_1', 'Refunds', 'https://refunds.example', 'ed25519', 'per_1', now(), now())`;
  let isStarted = false;
  const started = migrate(url).then(() => {
    isStarted = true;
  });
  await expect.poll(() => isStarted).toBe(true);
  await started;
  expect(await schemaStateOf(db.$client, known)).toBe("ahead");
  expect(await isIndexValid(db)).toBe(false);
  await writer.release();
  await expect(all).resolves.toHaveLength(3);
  expect(await isIndexValid(db)).toBe(true);
});

/** Rows to fill, in the order of their IDs. */
async function insertTools({ $client }: Database): Promise<void> {
  await $client`
    insert into tools (id, name, audience, algorithm, created_by, created_at, expires_at)
    select 'tol_' || 1000 + n, 'Tool ' || n, 'https://refunds.example', 'ed25519', 'per_1', now(), now() from generate_series(1, 500) n`;
}

describe("a batch that is ended at half of the rows", () => {
  /** Ends the connection of the first who changes the row in the middle. Notes where each batch began. */
  async function interrupted() {
    const { url, db } = await createTestDatabase();
    await insertTools(db);
    await db.$client.unsafe(`
      create table began (after text); create sequence tried;
      create function interrupt() returns trigger language plpgsql as $$ begin
        if nextval('tried') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
        return new; end $$;
      create trigger interrupt before update on tools for each row when (new.id = 'tol_1250') execute function interrupt()`);
    const text = fillNotes.replace(") SELECT", "), noted AS (INSERT INTO began VALUES ($1)) SELECT");
    const progress = async () => {
      const [row] = await db.$client`
        select count(note) > 0 as "isBegun", count(note) = 500 as "isDone",
          (select count(*)::int from began where after = '') as starts from tools`;
      return row;
    };
    return { url, folder: release(addColumn, text), progress };
  }

  test("continues from there in the next attempt", async () => {
    const { url, folder, progress } = await interrupted();
    await migrate(url, { folder });
    expect(await progress()).toEqual({ isBegun: true, isDone: true, starts: 1 });
  });

  test("is finished by another process", async () => {
    const { url, folder, progress } = await interrupted();
    await expect(migrate(url, { folder, attempts: 1 })).rejects.toThrow("9991_next wasn't applied");
    expect(await progress()).toEqual({ isBegun: true, isDone: false, starts: 1 });
    await migrate(url, { folder });
    expect(await progress()).toEqual({ isBegun: true, isDone: true, starts: 2 });
  });
});

test("rows are filled in batches, each in its own transaction", async () => {
  const { url, db } = await createTestDatabase();
  await insertTools(db);
  await migrate(url, { folder: release(addColumn, fillNotes) });
  expect(
    await db.$client`
    select count(*) filter (where note = name)::int as filled, count(distinct xmin::text) > 1 as "isDivided"
    from tools`,
  ).toEqual([{ filled: 500, isDivided: true }]);
});

test("a migration may say something and change nothing", async () => {
  const { url, db } = await createTestDatabase();
  await migrate(url, { folder: release(`${admitsThisVersion}-- No release reads tools.note.`) });
  expect(await schemaStateOf(db.$client, known)).toBe("ahead");
});

test("a database whose record was made by an earlier version gets what is missing in it", async () => {
  const { url, db } = await createTestDatabase({ template: "template0" });
  const { folder, remove } = firstVersion();
  await migrate(url, { folder });
  remove();
  await db.$client`alter table drizzle.__drizzle_migrations drop column requires`;
  await migrate(url, { folder: release(addColumn) });
  expect(await schemaStateOf(db.$client, known)).toBe("ahead");
});

test.each([
  ["no index is built", buildIndex],
  ["no row is filled", fillNotes.replaceAll("note", "algorithm")],
])("after its connection was replaced, and with it the lock lost, %s", async (_, text) => {
  const { url, db } = await createTestDatabase();
  await insertTools(db);
  const [migration] = readMigrations(release(text)).slice(-1);
  if (!migration) throw new Error("no migration");
  let client = postgres(url, { max: 1 });
  const closed = new Promise((onclose) => {
    client = postgres(url, { max: 1, onclose });
  });
  const [{ pid: holder } = {}] = await client`select pg_backend_pid() as pid`;
  await db.$client`select pg_terminate_backend(${holder}, 10000)`;
  await closed;
  const applied = applyMigration(client, {
    ...{ migration, place: known.length, isEmpty: false, reached: new Map(), holder },
  });
  await expect(applied).rejects.toThrow("the lock lost");
  expect(await isIndexValid(db)).toBeUndefined();
  expect(await schemaStateOf(db.$client, known)).toBe("current");
  await client.end();
});

test("a migration whose index another process took away isn't recorded", async () => {
  const { url, db } = await createTestDatabase();
  const folder = release(`${buildIndex}\n--> statement-breakpoint\nDROP INDEX CONCURRENTLY tools_name;`);
  await expect(migrate(url, { folder, attempts: 2 })).rejects.toMatchObject({
    cause: { message: "index tools_name isn't built" },
  });
  expect(await schemaStateOf(db.$client, known)).toBe("current");
});

test("a process whose migration another one has recorded continues with the next", async () => {
  const { url, db } = await createTestDatabase();
  await insertTools(db);
  const folder = release(addColumn, fillNotes, `${admitsThisVersion}CREATE TABLE later (id text);`);
  const { hash, createdAt, requires } = readMigrations(folder)[known.length + 1] ?? {};
  await db.$client.unsafe(`
    create function record() returns trigger language plpgsql as $$ begin
      insert into drizzle.__drizzle_migrations (hash, created_at, requires) values ('${hash}', ${createdAt}, '${requires}');
      return new; end $$;
    create trigger record before update on tools for each row when (new.id = 'tol_1500') execute function record()`);
  await migrate(url, { folder });
  expect(await schemaStateOf(db.$client, readMigrations(folder))).toBe("current");
  expect(await db.$client`select * from later`).toEqual([]);
});

test("no migration is applied twice, also not by a process that has lost its lock", async () => {
  const { url, db } = await createTestDatabase();
  const folder = release(`${admitsThisVersion}ALTER TABLE tools ALTER COLUMN name SET DEFAULT 'Tool';`);
  await migrate(url, { folder });
  const [migration] = readMigrations(folder).slice(-1);
  if (!migration) throw new Error("no migration");
  const again = applyMigration(db.$client, {
    migration,
    place: known.length,
    isEmpty: false,
    reached: new Map(),
    holder: 0,
  });
  await expect(again).rejects.toThrow("another process has applied 9990_next");
  expect(await schemaStateOf(db.$client, readMigrations(folder))).toBe("current");
});

test("a migration can't mix statements of one transaction with statements that run alone", async () => {
  const { url, db } = await createTestDatabase();
  const folder = release(`${buildIndex}\n--> statement-breakpoint\nALTER TABLE tools ADD COLUMN note text;`);
  await expect(migrate(url, { folder })).rejects.toMatchObject({
    cause: { message: expect.stringContaining("mixes statements") },
  });
  expect(await schemaStateOf(db.$client, known)).toBe("current");
});
