import { expect, onTestFinished, test, vi } from "vitest";
import { type Database, openDatabase } from "../client.ts";
import { migrate } from "../migrate.ts";
import { createTestDatabase } from "../testing/database.ts";
import { startMigratedPrimary } from "../testing/migrated-primary.ts";
import { openStandby, type Standby, type StandbyOptions } from "./standby.ts";
import { type StandbyState, standbyWords } from "./standby-state.ts";

const { server, db: primary, startStandby } = await startMigratedPrimary();
await server.run("create table seen (n int)");
const replica = await startStandby("replica");

function open(url: string, options: Partial<StandbyOptions> = {}): Standby {
  const standby = openStandby(url, {
    primary,
    patienceMilliseconds: 10_000,
    pauseMilliseconds: 0,
    ...options,
  });
  onTestFinished(standby.close);
  return standby;
}

interface Source {
  from: "standby" | "primary";
  count: number;
}

async function source({ $client }: Database): Promise<Source> {
  const [found] = await $client<[Source]>`
    select case when pg_is_in_recovery() then 'standby' else 'primary' end as from, count(*)::int from seen`;
  return found;
}

async function insert(): Promise<number> {
  await primary.$client`insert into seen values (1)`;
  return (await source(primary)).count;
}

/** A load that ends so on the standby, and is the number of its calls on the primary. */
function failing(end: () => Promise<unknown>) {
  let calls = 0;
  return async (db: Database) => {
    calls += 1;
    return (await source(db)).from === "standby" ? end() : calls;
  };
}

test("a page from the standby has everything that was committed before the page was opened", async () => {
  const { read } = open(replica.url);
  let isOver = false;
  const writers = Array.from({ length: 4 }, async () => {
    while (!isOver) await insert();
  });
  for (let n = 0; n < 50; n++) {
    const count = await insert();
    const page = await read(source);
    expect([page.from, page.count >= count]).toEqual(["standby", true]);
  }
  isOver = true;
  await Promise.all(writers);
});

test("while the standby is behind, pages read from the primary, the state says how far, and a pause passes before it is asked again", async () => {
  const options = { patienceMilliseconds: 500, pauseMilliseconds: 60_000 };
  const { read, look, state } = open(replica.url, options);
  await replica.run("select pg_wal_replay_pause()");
  await replica.until("select pg_get_wal_replay_pause_state() = 'paused'");
  const count = await insert();
  expect(await read(source)).toEqual({ from: "primary", count });
  expect(standbyWords(state() ?? { kind: "current" })).toMatch(
    /^The server in DATABASE_READ_URL is [\d.]+ s behind the primary\. Pages/,
  );
  await replica.run("select pg_wal_replay_resume()");
  expect([(await open(replica.url).read(source)).from, (await read(source)).from]).toEqual([
    "standby",
    "primary",
  ]);
  expect([await look(10_000), await read(source)]).toEqual([{ kind: "current" }, { from: "standby", count }]);
});

test("a standby that hasn't replayed the first migrations yet is behind", async () => {
  await server.run("create database fresh");
  const [ours, theirs] = [server.url, replica.url].map((url) => url.replace(/postgres$/, "fresh")) as [
    string,
    string,
  ];
  await replica.until("select exists (select from pg_database where datname = 'fresh')");
  await replica.run("select pg_wal_replay_pause()");
  await replica.until("select pg_get_wal_replay_pause_state() = 'paused'");
  await migrate(ours);
  const fresh = openDatabase(ours);
  onTestFinished(() => fresh.$client.end());
  const { look } = open(theirs, { primary: fresh });
  expect(await look(500)).toMatchObject({ kind: "behind" });
  await replica.run("select pg_wal_replay_resume()");
  expect(await look(10_000)).toEqual({ kind: "current" });
});

test.each([
  ["a query that recovery cancelled", "40001", "current"],
  ["a lost connection", "CONNECTION_CLOSED", "away"],
  ["a write", "25006", "away"],
])("%s is repeated on the primary", async (_, code, kind) => {
  const { read, state } = open(replica.url);
  const end = () => Promise.reject(Object.assign(new Error("ended"), { code }));
  await expect(read(failing(end))).resolves.toBe(2);
  expect(state()?.kind).toBe(kind);
});

test("a look at a standby that doesn't answer ends after its patience", async () => {
  const { look } = open(replica.url);
  expect(await look(10_000)).toEqual({ kind: "current" });
  onTestFinished(await replica.suspendProcesses());
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  let state: StandbyState | undefined;
  void look(1_000_000).then((found) => {
    state = found;
  });
  await vi.waitUntil(() => vi.getTimerCount() > 0);
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(state).toEqual({ kind: "away" });
});

test("a page that the standby doesn't answer in time reads from the primary", async () => {
  const { read } = open(replica.url);
  await read(source);
  let ask = () => {};
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const reading = read(
    failing(() => {
      ask();
      return new Promise(() => {});
    }),
  );
  await asked;
  vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  vi.advanceTimersByTime(35_000);
  expect(await reading).toBe(2);
});

test("a page's own error is thrown, and isn't repeated", async () => {
  const { read } = open(replica.url);
  let calls = 0;
  const load = () => Promise.reject(new Error(`own ${++calls}`));
  await expect(read(load)).rejects.toThrow("own 1");
});

test("a server that is no standby of this database isn't read", async () => {
  const other = await createTestDatabase();
  await server.run("create database other");
  const sibling = Object.assign(new URL(replica.url), { pathname: "/other" }).href;
  await expect.poll(() => open(sibling).look(10_000)).toEqual({ kind: "other_database" });
  const asynchronous = openDatabase(`${server.url}?synchronous_commit=off`);
  onTestFinished(() => asynchronous.$client.end());
  for (const [standby, kind] of [
    [open(other.url), "other_database"],
    [open(server.url), "primary"],
    [open(replica.url, { primary: asynchronous }), "unknown"],
  ] as const) {
    expect((await standby.read(source)).from).toBe("primary");
    expect(standby.state()?.kind).toBe(kind);
  }
});

test("after a failover, a standby with commits that the failover undid isn't read, and one that dies is replaced by the primary", async () => {
  await replica.stopReceiving();
  const ahead = await startStandby("ahead");
  await server.run(
    "insert into seen select 1 from generate_series(1, 100_000)",
    "select pg_switch_wal()",
    "insert into seen values (1)",
  );
  const before = open(ahead.url);
  expect(await before.read(source)).toEqual({ from: "standby", count: (await source(primary)).count });
  await server.kill9();
  await replica.promote();
  const promoted = openDatabase(replica.url);
  onTestFinished(() => promoted.$client.end({ timeout: 0 }));
  const { read, state } = open(ahead.url, { primary: promoted });
  expect([await read(source), state()?.kind]).toEqual([await source(promoted), "other_timeline"]);
  await ahead.kill9();
  expect([(await read(source)).from, state()?.kind]).toEqual(["primary", "away"]);
});
