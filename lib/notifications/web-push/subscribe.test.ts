import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { people } from "#db/schema/directory";
import { pushSubscriptions, vapidKeys } from "#db/schema/web-push";
import { createTestDatabase } from "#db/testing/database";
import { expectWaiting } from "#db/testing/expect-waiting";
import type { TestPerson } from "#lib/membership/testing/people";
import { now } from "#lib/testing/workspace";
import { listSubscriptions } from "./list-subscriptions.ts";
import {
  removeSubscription,
  removeSubscriptionsOf,
  removeSubscriptionsOfSession,
} from "./remove-subscriptions.ts";
import { maximumDevices, subscribe } from "./subscribe.ts";
import { subscriptionJson } from "./subscription-json.ts";
import { newSubscription } from "./testing/browser.ts";
import { openPushWorkspace, secret, send, subscribing } from "./testing/people-with-devices.ts";
import { currentVapidKey, ensureVapidKey, rotateVapidKey } from "./vapid-keys.ts";

const { workspace, db, service, channel, device } = await openPushWorkspace();
let person: TestPerson;
let other: TestPerson;

beforeEach(async () => {
  person = await workspace.person("Olga Owner");
  other = await workspace.person("Bo Backup");
});

const idsOf = async ({ personId }: TestPerson) => (await listSubscriptions(db, personId)).map(({ id }) => id);

describe("a device", () => {
  test("that subscribes again stays one device", async () => {
    const { id, browser } = await device(person.personId);
    expect(await device(person.personId, browser)).toMatchObject({ id });
    expect(await idsOf(person)).toEqual([id]);
  });

  test("that another person subscribes no longer notifies the first", async () => {
    const { browser } = await device(person.personId);
    await expect(device(other.personId, browser)).resolves.toBeDefined();
    expect(await idsOf(person)).toEqual([]);
    expect(await idsOf(other)).toHaveLength(1);
  });

  test("replaces its endpoint, and is the same device", async () => {
    const { id, browser } = await device(person.personId);
    const next = service.subscribe(browser.applicationServerKey);
    await subscribe(db, subscribing(person.personId, next, { replaces: browser.endpoint }));
    expect(await idsOf(person)).toEqual([id]);
    await send(channel, id);
    expect(service.stored(next.endpoint)).toHaveLength(1);
  });

  test("that was removed, or belongs to another person, is not brought back by a refresh", async () => {
    const { id, browser } = await device(person.personId);
    const refresh = (personId: string) =>
      subscribe(db, subscribing(personId, browser, { replaces: browser.endpoint }));
    await expect(refresh(other.personId)).rejects.toMatchObject({ code: "not_found" });
    await removeSubscription(db, { personId: other.personId, id, now });
    expect(await idsOf(person)).toEqual([id]);
    await removeSubscription(db, { personId: person.personId, id, now });
    await expect(refresh(person.personId)).rejects.toMatchObject({ code: "not_found" });
  });

  test("is refused beyond the maximum, also for calls at the same moment", async () => {
    for (let count = 2; count < maximumDevices; count++) await device(person.personId);
    // Held where each call records its event, after it counted: without the lock, all four count alike.
    const { ended } = await db.transaction(async (tx) => {
      await tx.execute("lock table audit_events in share mode");
      const calls = Promise.allSettled(Array.from({ length: 4 }, () => device(person.personId)));
      await expectWaiting(db, 4);
      return { ended: calls };
    });
    const results = await ended;
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await idsOf(person)).toHaveLength(maximumDevices);
  });

  test("is refused for a person who is not active", async () => {
    await db.update(people).set({ status: "suspended" }).where(eq(people.id, person.personId));
    await expect(device(person.personId)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("is refused at a host that isn't a push service, and the error names the host alone", async () => {
    const key = await currentVapidKey(db);
    for (const endpoint of ["http://push.example/1", "ftp://push.example/1", "https://push.example/1"])
      await expect(device(person.personId, newSubscription(endpoint, key))).rejects.toMatchObject({
        code: "invalid_input",
        userMessage:
          "This browser's push service isn't supported. The operator can list push.example in PUSH_SERVICE_HOSTS.",
      });
    expect(await idsOf(person)).toEqual([]);
  });

  test("is refused with a key of another workspace", async () => {
    const foreign = service.subscribe("another-key");
    await expect(device(person.personId, foreign)).rejects.toMatchObject({ code: "conflict" });
  });

  test("has its secret sealed", async () => {
    const { id, browser } = await device(person.personId);
    const [row] = await db.select().from(pushSubscriptions).where(eq(pushSubscriptions.id, id));
    expect(Buffer.from(row?.authSealed ?? []).includes(Buffer.from(browser.secrets.auth))).toBe(false);
  });

  test("ends with its person's access, and with its session", async () => {
    const { personId } = person;
    const actor = { type: "person" as const, id: other.personId };
    const { id } = await device(other.personId);
    await device(personId);
    await db.transaction((tx) => removeSubscriptionsOf(tx, { personId, actor, now }));
    expect(await idsOf(person)).toEqual([]);
    const { browser } = await device(personId);
    await db.transaction((tx) => removeSubscriptionsOfSession(tx, { personId, sessionHash: "session", now }));
    expect(await idsOf(person)).toEqual([]);
    expect(browser).toBeDefined();
    expect(await idsOf(other)).toEqual([id]);
  });
});

test.each([
  ["a short secret", { auth: "AAAA" }],
  ["a key that is no point of the curve", { p256dh: Buffer.alloc(65, 4).toString("base64url") }],
  ["a compressed key", { p256dh: Buffer.alloc(33, 2).toString("base64url") }],
])("a subscription with %s is invalid", (_, keys) => {
  const { endpoint, keys: good } = newSubscription("https://push.example/1", "key");
  expect(subscriptionJson.safeParse({ endpoint, expirationTime: null, keys: good }).success).toBe(true);
  expect(subscriptionJson.safeParse({ endpoint, keys: { ...good, ...keys } }).success).toBe(false);
});

describe("the VAPID key", () => {
  test("is made once, however many processes start together, and its private part is sealed", async () => {
    const { db: fresh } = await createTestDatabase();
    await Promise.all(Array.from({ length: 5 }, () => ensureVapidKey(fresh, secret, now)));
    const keys = await fresh.select().from(vapidKeys);
    expect(keys).toHaveLength(1);
    expect(keys[0]?.privateSealed).toHaveLength(12 + 32 + 16);
    const events = await fresh.$client`select from audit_events where type = 'vapid_key.created'`;
    expect(events).toHaveLength(1);
  });

  test("when an admin rotates it, continues to sign for its devices until they take the new key", async () => {
    const { id, browser } = await device(person.personId);
    const retiring = await currentVapidKey(db);
    const rotate = (actor: TestPerson) => rotateVapidKey(db, { actor, retiring, secret, now });
    await expect(rotate(person)).rejects.toMatchObject({ code: "not_found" });
    const admin = await workspace.person("Ada Admin", ["admin"]);
    const results = await Promise.allSettled(Array.from({ length: 3 }, () => rotate(admin)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await send(channel, id)).toEqual({ outcome: "delivered" });
    const key = await currentVapidKey(db);
    expect(key).not.toBe(retiring);
    const next = service.subscribe(key);
    await subscribe(db, subscribing(person.personId, next, { replaces: browser.endpoint }));
    expect(await send(channel, id)).toEqual({ outcome: "delivered" });
    expect(service.stored(next.endpoint)).toHaveLength(1);
  });
});
