import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deliveries, outbox } from "#db/schema/notifications";
import { bundleProgram } from "#db/testing/bundle-program";
import { createTestDatabase } from "#db/testing/database";
import type { TestPerson } from "#lib/membership/testing/people";
import { askAndAnnounce } from "#lib/notifications/testing/ask";
import { TestWorkspace } from "#lib/testing/workspace";

// Each test starts processes, and a busy machine starts them slowly.
vi.setConfig({ testTimeout: 120_000 });

const program = await bundleProgram(
  fileURLToPath(new URL("../testing/dispatcher-process.ts", import.meta.url)),
);
const { db, url } = await createTestDatabase();
const workspace = new TestWorkspace(db, () => new Date());
await workspace.seed();

/** The IDs that arrived, and what is answered: 200, unless the test holds the answers. */
const arrived: string[] = [];
const held: ServerResponse[] = [];
let isHolding = false;
const receiver = createServer((request, response) => {
  arrived.push(String(request.headers["x-message"]));
  if (isHolding) held.push(response);
  else response.end();
});
await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
const receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
const children = new Set<ChildProcess>();
let ada: TestPerson;

beforeEach(async () => {
  await db.$client`delete from deliveries`;
  await db.$client`delete from outbox`;
  arrived.length = 0;
  isHolding = false;
  ada = await workspace.person("Ada");
});

afterEach(async () => {
  for (const response of held.splice(0)) response.destroy();
  for (const child of children) await kill(child);
});

function start({ seconds = 0, places = 16 } = {}): ChildProcess {
  const args = [program, url, ada.personId, receiverUrl, String(seconds), String(places)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  children.add(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "close");
}

async function ask(): Promise<string> {
  const agent = await workspace.agent("Refund bot", ada);
  return askAndAnnounce(workspace, { agent, now: new Date() }, { lifeSeconds: 3600 });
}

const until = (holds: () => Promise<boolean> | boolean) =>
  vi.waitUntil(async () => (await holds()) || undefined, { timeout: 40_000, interval: 20 });
const delivered = () =>
  until(async () => {
    const rows = await db.select().from(deliveries);
    return rows.length > 0 && rows.every(({ state }) => state === "delivered");
  });
/** Holds a table, so that a process stops in front of the step that needs it, until released. */
async function hold(table: string): Promise<() => Promise<void>> {
  const connection = await db.$client.reserve();
  await connection`begin`;
  await connection.unsafe(`lock table ${table} in access exclusive mode`);
  return async () => {
    await connection`rollback`;
    connection.release();
  };
}
const isBlocked = (table: string) =>
  until(async () => {
    const rows = await db.$client`select from pg_locks where not granted and relation = ${table}::regclass`;
    return rows.length > 0;
  });

test("a process killed while it plans leaves the event in the outbox, and the next one delivers", async () => {
  const release = await hold("deliveries");
  await ask();
  const first = start();
  await isBlocked("deliveries");
  await kill(first);
  await release();
  await until(async () => (await db.$count(outbox)) === 1);
  start();
  await delivered();
  expect(arrived).toHaveLength(1);
});

test("a process killed between planning and sending leaves a queued message, and the next one delivers", async () => {
  await ask();
  const first = start({ places: 0 });
  await until(async () => (await db.$count(deliveries)) === 1);
  await kill(first);
  expect(arrived).toEqual([]);
  start();
  await delivered();
  expect(arrived).toHaveLength(1);
});

test("a process killed while it sends is followed by one that sends again under the same ID", async () => {
  isHolding = true;
  await ask();
  const first = start();
  await until(() => arrived.length === 1);
  await kill(first);
  isHolding = false;
  start({ seconds: 61 });
  await delivered();
  expect(arrived).toHaveLength(2);
  expect(new Set(arrived).size).toBe(1);
});

test("a process killed after the receiver answered is followed by one that sends again under the same ID", async () => {
  isHolding = true;
  await ask();
  const first = start();
  await until(() => arrived.length === 1);
  const release = await hold("deliveries");
  isHolding = false;
  for (const response of held.splice(0)) response.end();
  await isBlocked("deliveries");
  await kill(first);
  await release();
  start({ seconds: 61 });
  await delivered();
  expect(arrived).toHaveLength(2);
  expect(new Set(arrived).size).toBe(1);
});

test("two processes on one database deliver each message once", async () => {
  start();
  start();
  const requests = 20;
  for (let n = 0; n < requests; n++) await ask();
  await until(() => arrived.length >= requests);
  await delivered();
  expect(new Set(arrived).size).toBe(arrived.length);
});
