import { once } from "node:events";
import { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { expect, test, vi } from "vitest";
import { type Database, openDatabase } from "./client.ts";
import { Cable } from "./testing/cable.ts";
import { createTestDatabase } from "./testing/database.ts";
import { isDatabaseUnavailable } from "./unavailable.ts";

const { url, db: observer } = await createTestDatabase();
await observer.$client`create table entry (id int primary key)`;

/** A pool of its own for a test, over `address`; closed with the test's database connections. */
async function withPool(
  address: string,
  connections: number,
  act: (sql: Database["$client"]) => Promise<void>,
): Promise<void> {
  const { $client } = openDatabase(address, { connections });
  try {
    await act($client);
  } finally {
    await $client.end({ timeout: 1 });
  }
}

async function terminateBackend(pid: number): Promise<void> {
  await observer.$client`select pg_terminate_backend(${pid}, 5000)`;
}

test("a pool whose connections are all lost at the same moment uses every one of them again", async () => {
  const cable = new Cable(url);
  await cable.plugIn();
  await withPool(cable.url, 4, async (sql) => {
    const idleSoon = Array.from({ length: 3 }, () => sql`select pg_sleep(0.2)`.execute());
    // A query that is lost is sent again, on a connection that is lost in the same moment.
    const sendAgain = (attempts: number): Promise<unknown> =>
      sql`select pg_sleep(20)`.catch(() => attempts > 1 && sendAgain(attempts - 1));
    const again = sendAgain(4);
    await Promise.all(idleSoon);
    await cable.cut();
    await again;
    await cable.plugIn();
    const answers = await Promise.all(Array.from({ length: 4 }, (_, n) => sql`select ${n}::int as n`));
    expect(answers.map(([row]) => row?.n)).toEqual([0, 1, 2, 3]);
  });
  await cable.cut();
});

test("a transaction whose connection was lost rejects its next statement", async () => {
  await withPool(url, 1, async (sql) => {
    const transaction = sql.begin(async (tx) => {
      const [row] = await tx<[{ pid: number }]>`select pg_backend_pid() as pid`;
      await terminateBackend(row.pid);
      await pause(50);
      await expect(tx`insert into entry (id) values (1)`).rejects.toMatchObject({
        code: expect.stringMatching(/^CONNECTION_/),
      });
    });
    await expect(transaction).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    expect(await sql`select id from entry`).toEqual([]);
  });
});

test("no statement of a lost transaction runs in another transaction on the same connection", async () => {
  await withPool(url, 1, async (sql) => {
    const insertFinished = signal();
    const secondStarted = signal();
    const first = sql.begin(async (tx) => {
      const [row] = await tx<[{ pid: number }]>`select pg_backend_pid() as pid`;
      await terminateBackend(row.pid);
      await secondStarted.given;
      await tx`insert into entry (id) values (2)`.finally(insertFinished.give);
    });
    await expect(first).rejects.toMatchObject({ code: "CONNECTION_CLOSED" });
    await sql.begin(async (tx) => {
      await tx`select 1`;
      secondStarted.give();
      await insertFinished.given;
      await tx`select 1`;
    });
    expect(await sql`select id from entry`).toEqual([]);
  });
});

test("a query after a lost one gets its own answer, not the error of the lost one", async () => {
  await withPool(url, 1, async (sql) => {
    const [{ pid }] = await sql<[{ pid: number }]>`select pg_backend_pid() as pid`;
    const lost = sql`select pg_sleep(20)`.then(
      () => "answered",
      () => "lost",
    );
    await terminateBackend(pid);
    expect(await lost).toBe("lost");
    expect(await sql`select 7 as answer`).toEqual([{ answer: 7 }]);
  });
});

test("a pool closes although a connection was lost while its last query ran", async () => {
  const { $client: sql } = openDatabase(url, { connections: 1 });
  const [{ pid }] = await sql<[{ pid: number }]>`select pg_backend_pid() as pid`;
  const lost = sql`select pg_sleep(20)`.then(
    () => "answered",
    () => "lost",
  );
  const closed = sql.end();
  await terminateBackend(pid);
  expect(await lost).toBe("lost");
  await closed;
});

test("a connection is closed whose server no longer accepts writes, and the next statement gets another", async () => {
  await withPool(url, 1, async (sql) => {
    const demote = "set default_transaction_read_only = on";
    const refused = (error: unknown) => isDatabaseUnavailable(error);
    await sql.unsafe(demote);
    expect(await sql`insert into entry (id) values (21)`.catch(refused)).toBe(true);
    await sql`insert into entry (id) values (21)`;
    await sql.unsafe(demote);
    expect(await sql.begin((tx) => tx`insert into entry (id) values (22)`).catch(refused)).toBe(true);
    await sql.begin((tx) => tx`insert into entry (id) values (22)`);
    expect(await sql`select id from entry where id in (21, 22)`).toHaveLength(2);
  });
});

test("a pool that is closed while a connection is looked for doesn't open it afterwards", async () => {
  const { port, hostname } = new URL(url);
  const found = signal();
  const socket = new Socket();
  const options = { max: 1, socket: () => found.given.then(() => socket.connect(Number(port), hostname)) };
  const sql = postgres(url, options);
  const query = sql`select 1`.catch(({ code }) => code);
  await sql.end({ timeout: 0 });
  expect(await query).toBe("CONNECTION_DESTROYED");
  found.give();
  await once(socket, "close");
});

test("a transaction begins although it is the hundredth query behind another on its connection", async () => {
  await withPool(url, 2, async (sql) => {
    await Promise.all([sql`select pg_sleep(0.05)`, sql`select pg_sleep(0.05)`]);
    const flood = Array.from({ length: 200 }, () => sql`select pg_sleep(0.001)`.execute());
    await sql.begin((tx) => tx`insert into entry (id) values (10)`);
    await Promise.all(flood);
    await Promise.all([sql`insert into entry (id) values (11)`, sql`insert into entry (id) values (12)`]);
    // Another connection sees only what is committed.
    const stored = await observer.$client`select id from entry where id between 10 and 12 order by id`;
    expect(stored.map(({ id }) => id)).toEqual([10, 11, 12]);
  });
});

test("a query that cannot be sent leaves the answers of other queries on its connection alone", async () => {
  await withPool(url, 1, async (sql) => {
    await sql`select 1`;
    const before = sql`select 1 as n from pg_sleep(0.1)`.execute();
    const invalid = sql`select ${undefined as unknown as string}`.then(
      () => "answered",
      ({ code }) => code,
    );
    const after = sql`select 2 as n`.execute();
    expect(await invalid).toBe("UNDEFINED_VALUE");
    expect([...(await before)]).toEqual([{ n: 1 }]);
    expect([...(await after)]).toEqual([{ n: 2 }]);
    expect([...(await sql`select 3 as n`)]).toEqual([{ n: 3 }]);
  });
});

/** A point in one transaction that another one waits for. */
function signal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

test("a query runs on the connection that was used last", async () => {
  await withPool(url, 4, async (sql) => {
    await Promise.all(Array.from({ length: 4 }, () => sql`select pg_sleep(0.05)`));
    const backends: (number | undefined)[] = [];
    for (let query = 0; query < 8; query++) {
      const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      backends.push(row?.pid);
    }
    expect(new Set(backends).size).toBe(1);
  });
});

test.each([
  { use: "never wholly in use", atATime: 1 },
  { use: "wholly in use", atATime: 12 },
])("a pool that is $use keeps its lists of connections short", async ({ atATime }) => {
  await withPool(url, 4, async (sql) => {
    await Promise.all(Array.from({ length: 4 }, () => sql`select pg_sleep(0.05)`));
    const search = vi.spyOn(Array.prototype, "indexOf");
    try {
      const queryOften = async () => {
        for (let query = 0; query < 500; query++) await sql`select 1`;
      };
      await Promise.all(Array.from({ length: atATime }, queryOften));
      const lengths = search.mock.contexts.map((list) => (list as unknown[]).length);
      expect(lengths.length).toBeGreaterThan(500);
      expect(Math.max(...lengths)).toBeLessThan(100);
    } finally {
      search.mockRestore();
    }
  });
});
