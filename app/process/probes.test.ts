import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { pino } from "pino";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { tokenHeader } from "#app/api/boundary/gateways/original-address";
import { type Database, openDatabase } from "#db/client";
import type { DatabaseState } from "#db/ping";
import { type Migration, readMigrations } from "#db/read-migrations";
import { Cable } from "#db/testing/cable";
import { createTestDatabase } from "#db/testing/database";
import { createHttpServer } from "./http-server.ts";
import { watchDatabase } from "./probes.ts";
import { exchange } from "./testing/raw-caller.ts";

const { db, url } = await createTestDatabase();
const migrations = readMigrations();
const nextMigration: Migration = {
  ...{ tag: "9999_next", hash: "9ab2", createdAt: 9999999999999, requires: undefined, statements: [] },
};

afterEach(() => void vi.useRealTimers());

/** The status and the body of the answer to these bytes, from a server that sees the database so. */
async function answerTo(
  call: string,
  lookAtDatabase: () => Promise<DatabaseState>,
  closing = new AbortController().signal,
): Promise<{ status: number; body: string }> {
  return answerOf(createHttpServer({ ...settings, lookAtDatabase, closing }), call);
}

const settings = {
  ...{ origin: "https://sign.example.com", isDevelopment: false, log: pino({ level: "silent" }) },
  closing: new AbortController().signal,
};

async function answerOf(
  server: ReturnType<typeof createHttpServer>,
  call = "GET /readyz HTTP/1.0",
): Promise<{ status: number; body: string }> {
  server.http.listen(0, "127.0.0.1");
  await once(server.http, "listening");
  const answer = await exchange(server.http, `${call}\r\n\r\n`);
  await server.close();
  return {
    status: Number(answer.split(" ", 2)[1]),
    body: answer.slice(answer.indexOf("\r\n\r\n")).trim(),
  };
}

const ready = (state: DatabaseState) => answerTo("GET /readyz HTTP/1.0", async () => state);
const isReady = { status: 200, body: '{"status":"ok"}' };
const notReady = (reason: string) => ({ status: 503, body: JSON.stringify({ status: "not_ready", reason }) });

test.each([
  "GET /livez HTTP/1.0",
  "OPTIONS /livez HTTP/1.0",
  "GET /livez/ HTTP/1.0",
  "GET /readyz/?from=haproxy HTTP/1.0",
  "GET /livez?from=kubelet HTTP/1.1\r\nhost: 10.0.0.11:3000\r\nconnection: close",
  "GET /readyz HTTP/1.0",
  "OPTIONS /readyz HTTP/1.0",
  "GET /readyz HTTP/1.1\r\nhost: [::1]:3000\r\nconnection: close",
])("a probe needs no Host that is the server's name: %s", async (call) => {
  expect(await answerTo(call, async () => "current")).toEqual(isReady);
});

test("a ready process says what an answered call survives", async () => {
  const { look, durability, close } = watchDatabase(() => openDatabase(url, { connections: 1 }));
  onTestFinished(close);
  await look();
  const server = createHttpServer({ ...settings, lookAtDatabase: look, durability });
  expect(JSON.parse((await answerOf(server)).body)).toEqual({ status: "ok", durability: "not_durable" });
});

test("a HEAD probe gets the status alone", async () => {
  expect(await answerTo("HEAD /readyz HTTP/1.0", async () => "down")).toEqual({ status: 503, body: "" });
});

test("a gateway whose settings lack the path of checks gets no yes from a probe", async () => {
  for (const path of ["/livez", "/readyz"])
    expect(await answerTo(`GET ${path} HTTP/1.0\r\n${tokenHeader}: x`, async () => "current")).toMatchObject({
      status: 403,
    });
});

test("the process is alive without a look at the database, also while it stops", async () => {
  const look = vi.fn(async () => "down" as const);
  for (const signal of [new AbortController().signal, AbortSignal.abort()])
    expect(await answerTo("GET /livez HTTP/1.0", look, signal)).toEqual(isReady);
  expect(look).not.toHaveBeenCalled();
});

test("a path that is almost a probe's is not found, without a look at the database", async () => {
  const look = vi.fn(async () => "down" as const);
  for (const call of ["GET /livez/x", "GET /readyz//", "GET /Readyz", "GET /livezz", "POST /readyz"])
    expect(await answerTo(`${call} HTTP/1.1\r\nhost: a\r\nconnection: close`, look)).toEqual({
      status: 404,
      body: "",
    });
  expect(look).not.toHaveBeenCalled();
});

test("a process that begins to stop during a look isn't ready", async () => {
  const stop = new AbortController();
  const look = async () => {
    stop.abort();
    return "current" as const;
  };
  expect(await answerTo("GET /readyz HTTP/1.0", look, stop.signal)).toEqual(
    notReady("The process is stopping."),
  );
});

test("a process that stops isn't ready, without a look at the database", async () => {
  const look = vi.fn(async () => "current" as const);
  expect(await answerTo("GET /readyz HTTP/1.0", look, AbortSignal.abort())).toEqual(
    notReady("The process is stopping."),
  );
  expect(look).not.toHaveBeenCalled();
});

test("a process isn't ready without an answer of the database, or with a schema that it doesn't know", async () => {
  expect(await ready("down")).toEqual(notReady("The database doesn't answer."));
  expect(await ready("ahead")).toEqual(isReady);
  expect(await ready("older")).toEqual(notReady("The schema of the database is older than this release."));
  expect(await ready("newer")).toEqual(notReady("The schema of the database is newer than this release."));
  for (const state of ["changed", "pre-release", "unknown"] as const)
    expect(await ready(state)).toEqual(notReady("The database isn't from this release or an earlier one."));
});

describe("the state of a real database:", () => {
  test("the schema of this release, an older one, and a newer one", async () => {
    expect(await watching(url)()).toBe("current");
    expect(await watching(url, [...migrations, nextMigration])()).toBe("older");
    const { hash, createdAt } = nextMigration;
    await db.$client`
      insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${createdAt})`;
    expect(await watching(url)()).toBe("newer");
    await db.$client`delete from drizzle.__drizzle_migrations where hash = ${hash}`;
  });

  test("it is down while the database is stopped, and known again when it is back", async () => {
    const cable = new Cable(url);
    await cable.plugIn();
    onTestFinished(() => cable.cut());
    const now = () => watching(cable.url)();
    expect(await now()).toBe("current");
    await cable.cut();
    expect(await now()).toBe("down");
    await cable.plugIn();
    expect(await now()).toBe("current");
  });

  test("it is known again after all connections went silent, and new ones work", async () => {
    const cable = new Cable(url);
    await cable.plugIn();
    onTestFinished(() => cable.cut());
    const look = watching(cable.url);
    vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ["setTimeout", "clearTimeout"] });
    expect(await look()).toBe("current");
    cable.goSilent();
    vi.advanceTimersByTime(1000);
    const silent = look();
    vi.advanceTimersByTime(3000);
    expect(await silent).toBe("down");
    vi.advanceTimersByTime(1000);
    expect(await look()).toBe("current");
  });

  test("it is down after three seconds without an answer, and the next look begins anew", async () => {
    const sockets: Socket[] = [];
    const hanging = createServer((socket) => void sockets.push(socket)).listen(0, "127.0.0.1");
    await once(hanging, "listening");
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      hanging.close();
    });
    const address = new URL(url);
    address.port = String((hanging.address() as { port: number }).port);
    vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ["setTimeout", "clearTimeout"] });
    const look = watching(address.href);
    const state = look();
    await vi.waitFor(() => expect(sockets).toHaveLength(2));
    vi.advanceTimersByTime(3000);
    expect(await Promise.race([state, new Promise(setImmediate)])).toBe("down");
    // A connection that never answers keeps no later look waiting.
    vi.advanceTimersByTime(1000);
    void look();
    await vi.waitFor(() => expect(sockets).toHaveLength(4));
  });

  test("fifty looks within a second are one look", async () => {
    const statements = vi.fn();
    const db = openDatabase(url, { connections: 1 });
    await db.$client`select 1`;
    const $client = new Proxy(db.$client, {
      apply: (client, that, args) => {
        statements();
        return Reflect.apply(client, that, args);
      },
    });
    const look = watching(url, migrations, { ...db, $client } as Database);
    vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ["setTimeout", "clearTimeout"] });
    expect(await look()).toBe("current");
    const once = statements.mock.calls.length;
    vi.advanceTimersByTime(999);
    expect(await Promise.all(Array.from({ length: 50 }, look))).toEqual(Array(50).fill("current"));
    expect(statements).toHaveBeenCalledTimes(once);
    vi.advanceTimersByTime(1);
    await Promise.all(Array.from({ length: 50 }, look));
    expect(statements).toHaveBeenCalledTimes(2 * once);
  });
});

/** A look with a connection of its own. */
function watching(
  address: string,
  known = migrations,
  db = openDatabase(address, { connections: 1 }),
): () => Promise<DatabaseState> {
  const connect = vi.fn(() => openDatabase(address, { connections: 1 })).mockReturnValueOnce(db);
  const { look, close } = watchDatabase(connect, known);
  onTestFinished(close);
  return look;
}
