import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { Cable } from "#db/testing/cable";
import { createTestDatabase } from "#db/testing/database";
import { notify } from "./hub.ts";
import { openEventHub } from "./open.ts";

const { db, url } = await createTestDatabase();
const errors: unknown[] = [];
const hub = openEventHub({ url, db, onError: (error) => errors.push(error) });
afterAll(() => hub.close());

/** The next call of a subscriber to this topic, once the hub is listening. */
function nextCall(topic: "queue" | `request/${string}`, of = hub): Promise<void> {
  return new Promise((resolve) => {
    const stop = of.subscribe(topic, () => {
      stop();
      resolve();
    });
  });
}

// A subscriber from before the connection is woken once the connection opens: no change can have
// been missed.
await nextCall("queue");

test("a commit wakes those who wait for its topic, and a rollback wakes no waiter", async () => {
  let woken = 0;
  const stop = hub.subscribe("request/a", () => woken++);
  await db
    .transaction((tx) => notify(tx, "request/a").then(() => Promise.reject(new Error("rolled back"))))
    .catch(() => {});
  const otherTopic = nextCall("request/b");
  await db.transaction((tx) => notify(tx, "request/b"));
  await otherTopic;
  expect(woken).toBe(0);
  const own = nextCall("request/a");
  await notify(db, "request/a");
  await own;
  expect(woken).toBe(1);
  stop();
});

test("many announcements close together wake once", async () => {
  let woken = 0;
  const stop = hub.subscribe("queue", () => woken++);
  for (let index = 0; index < 100; index++) hub.announce("queue");
  await nextCall("queue");
  expect(woken).toBe(1);
  stop();
});

test("after a lost connection is restored, every waiter is woken to read again", async () => {
  const woken = nextCall("request/c");
  await db.$client`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'countersign-events' and datname = current_database()`;
  await woken;
  expect(errors.length).toBeGreaterThan(0);
  const again = nextCall("request/d");
  await notify(db, "request/d");
  await again;
});

test("a hub whose server is silent closes", async () => {
  const cable = new Cable(url);
  await cable.plugIn();
  onTestFinished(() => cable.cut());
  const silent = openEventHub({ url: cable.url, db });
  await nextCall("queue", silent);
  cable.goSilent();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const closing = silent.close();
  vi.advanceTimersByTime(1000);
  await closing;
});

test("a connection that is accepted and gets no answer is given up, and the next one wakes every waiter", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const nowhere = new URL(url);
  nowhere.port = String((silent.address() as AddressInfo).port);
  const cable = new Cable(nowhere.href);
  await cable.plugIn();
  const patient = openEventHub({ url: cable.url, db });
  onTestFinished(async () => {
    await patient.close();
    await cable.cut();
    silent.close();
  });
  await vi.waitUntil(() => cable.hasTraffic, 5000);
  cable.leadTo(url);
  await new Promise<void>((resolve) => patient.subscribe("queue", resolve));
});
