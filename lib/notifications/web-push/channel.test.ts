import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { people } from "#db/schema/directory";
import { pushSubscriptions } from "#db/schema/web-push";
import { addSeconds } from "#lib/kernel/clock";
import type { TestPerson } from "#lib/membership/testing/people";
import { now } from "#lib/testing/workspace";
import { listSubscriptions } from "./list-subscriptions.ts";
import { ttlSeconds } from "./push-request.ts";
import { messageTo, openPushWorkspace, send } from "./testing/people-with-devices.ts";

const { workspace, db, service, channel, impatient, device } = await openPushWorkspace();
let person: TestPerson;

beforeEach(async () => {
  person = await workspace.person("Olga Owner");
  service.behavior = "accept";
});

test("a message arrives encrypted for the device, signed, with topic, urgency and badge", async () => {
  const { id, browser } = await device(person.personId);
  expect(await send(channel, id)).toEqual({ outcome: "delivered" });
  expect(service.stored(browser.endpoint)).toEqual([
    {
      endpoint: browser.endpoint,
      ttl: 840,
      urgency: "high",
      topic: "req_1",
      payload: {
        web_push: 8030,
        notification: {
          title: "Refund bot needs your approval",
          body: "Expires in 14 min",
          navigate: "http://localhost:3000/requests/req_1",
          tag: "req_1",
          silent: false,
        },
        app_badge: 3,
        mutable: true,
      },
    },
  ]);
  expect(await listSubscriptions(db, person.personId)).toMatchObject([{ id, lastDeliveredAt: now }]);
});

test("a message that closes a request replaces the earlier one, silently", async () => {
  const { id, browser } = await device(person.personId);
  await send(channel, id);
  await send(channel, id, {
    title: "Approved by Bo",
    isSilent: true,
    kind: "request_closed",
    pendingCount: 0,
  });
  const [stored, ...others] = service.stored(browser.endpoint);
  expect(others).toEqual([]);
  expect(stored?.payload).toMatchObject({
    close: "req_1",
    notification: { title: "Approved by Bo", tag: "req_1", silent: true },
    app_badge: 0,
  });
});

test("details that an admin allowed are shown, and cut to what a push service takes", async () => {
  const { id, browser } = await device(person.personId);
  expect(await send(channel, id, { details: "é".repeat(5000) })).toEqual({ outcome: "delivered" });
  const [stored] = service.stored(browser.endpoint);
  expect(stored?.payload).toMatchObject({ notification: { body: `Expires in 14 min\n${"é".repeat(200)}` } });
});

test("a TTL never goes beyond the deadline", () => {
  expect(ttlSeconds(addSeconds(now, 840.9), now)).toBe(840);
  expect(ttlSeconds(addSeconds(now, -5), now)).toBe(0);
  expect(ttlSeconds(addSeconds(now, 90 * 86_400), now)).toBe(28 * 86_400);
  expect(ttlSeconds(undefined, now)).toBe(28 * 86_400);
});

test.each([404, 410])(
  "a subscription that its push service no longer knows, %i, is removed",
  async (status) => {
    const { id } = await device(person.personId);
    service.behavior = { status };
    expect(await send(channel, id)).toMatchObject({ outcome: "gone" });
    expect(await listSubscriptions(db, person.personId)).toEqual([]);
    const [event] = await db.$client<{ body: Uint8Array }[]>`
    select body from audit_events where type = 'push_subscription.removed' order by id desc limit 1`;
    expect(JSON.parse(Buffer.from(event?.body ?? []).toString())).toMatchObject({
      actor: { type: "system" },
      subject: { person: person.personId, push_subscription: id },
      data: { reason: "gone" },
    });
    expect(await send(channel, id)).toMatchObject({ outcome: "gone" });
  },
);

test("a browser that replaced its endpoint keeps its device although the old endpoint is gone", async () => {
  const { id } = await device(person.personId);
  service.behavior = "stall";
  const calls = service.calls;
  const sending = send(channel, id);
  await service.waitForCalls(calls + 1);
  await db
    .update(pushSubscriptions)
    .set({ endpoint: "https://push.example/new" })
    .where(eq(pushSubscriptions.id, id));
  service.release({ status: 410 });
  expect(await sending).toMatchObject({ outcome: "gone" });
  expect(await listSubscriptions(db, person.personId)).toHaveLength(1);
});

describe("a message that was not accepted", () => {
  const inTwoMinutes = addSeconds(now, 120).toUTCString();
  test.each([
    [429, "30", { outcome: "retry", afterSeconds: 30, pauses: false }],
    [503, inTwoMinutes, { outcome: "retry", afterSeconds: 120, pauses: true }],
    [429, "soon", { outcome: "retry", pauses: false }],
    [500, "30", { outcome: "retry", pauses: false }],
    [413, undefined, { outcome: "refused" }],
    [400, undefined, { outcome: "refused" }],
    [403, undefined, { outcome: "refused" }],
    [302, undefined, { outcome: "refused" }],
  ] as const)("with %i and Retry-After %s is retried or not", async (status, retryAfter, expected) => {
    const { id } = await device(person.personId);
    service.behavior = { status, ...(retryAfter === undefined ? {} : { retryAfter }) };
    const result = await send(channel, id);
    expect(result).toEqual({ ...expected, reason: expect.any(String) });
    expect(JSON.stringify(result)).not.toMatch(/words of the push service|127\.0\.0\.1/);
    expect(await listSubscriptions(db, person.personId)).toMatchObject([{ lastDeliveredAt: null }]);
  });

  test("is retried, and its push service left alone, when the service never answers", {
    timeout: 3000,
  }, async () => {
    const { id } = await device(person.personId);
    service.behavior = "stall";
    expect(await send(impatient, id)).toMatchObject({ outcome: "retry", pauses: true });
  });

  test("is retried when the process stops", async () => {
    const { id } = await device(person.personId);
    service.behavior = "stall";
    const stopping = new AbortController();
    const calls = service.calls;
    const sending = channel.send(messageTo(id), stopping.signal);
    await service.waitForCalls(calls + 1);
    stopping.abort();
    expect(await sending).toMatchObject({ outcome: "retry", pauses: false });
  });

  test("is refused when the browser subscribed with another key", async () => {
    const { applicationServerKey } = (await device(person.personId)).browser;
    const outdated = { ...service.subscribe("another-key"), applicationServerKey };
    const { id } = await device(person.personId, outdated);
    expect(await send(channel, id)).toMatchObject({ outcome: "refused" });
  });
});

test("a device whose push service isn't supported gets nothing, and stays", async () => {
  const { id, browser } = await device(person.personId);
  const calls = service.calls;
  const endpoint = "https://push.example/1";
  await db.update(pushSubscriptions).set({ endpoint }).where(eq(pushSubscriptions.id, id));
  expect(await send(channel, id)).toEqual({
    outcome: "refused",
    reason: expect.stringContaining("PUSH_SERVICE_HOSTS"),
  });
  expect([service.calls, service.stored(browser.endpoint)]).toEqual([calls, []]);
  expect(await listSubscriptions(db, person.personId)).toHaveLength(1);
});

test("a slow push service leaves at least half of the places to others", () => {
  expect(channel.limits.perReceiver).toBeLessThanOrEqual(channel.limits.together / 2);
});

test("a person who is not active has no destinations, and gets nothing that was planned before", async () => {
  const { id, browser } = await device(person.personId);
  const other = await workspace.person("Bo");
  await device(other.personId);
  expect(await channel.destinationsOf(db, [person.personId])).toEqual([
    { personId: person.personId, destination: id, receiver: new URL(service.origin).host },
  ]);
  await db.update(people).set({ status: "suspended" }).where(eq(people.id, person.personId));
  expect(await channel.destinationsOf(db, [person.personId])).toEqual([]);
  expect(await send(channel, id)).toMatchObject({ outcome: "gone" });
  expect(service.stored(browser.endpoint)).toEqual([]);
});
