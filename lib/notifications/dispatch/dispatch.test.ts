import { beforeEach, expect, test } from "vitest";
import { deliveries, receivers } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";
import type { TestPerson } from "#lib/membership/testing/people";
import type { SendResult } from "#lib/notifications/channels/channel";
import { claimDeliveries } from "#lib/notifications/deliveries/claim-deliveries";
import { insertDeliveries } from "#lib/notifications/deliveries/insert-deliveries";
import { mostAttempts, recordResult } from "#lib/notifications/deliveries/record-result";
import { drain } from "#lib/notifications/testing/drain";
import { MemoryChannel } from "#lib/notifications/testing/memory-channel";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";

const workspace = await TestWorkspace.open();
const { db } = workspace;
let ada: TestPerson;
let agent: TestAgent;
let push: MemoryChannel;

beforeEach(async () => {
  await db.$client`delete from deliveries`;
  await db.$client`delete from receivers`;
  ada = await workspace.person("Ada");
  agent = await workspace.agent("Refund bot", ada);
  push = new MemoryChannel("web_push");
});

const at = (seconds: number) => addSeconds(now, seconds);
const claim = (seconds = 0, most = 100, perReceiver = 100) =>
  claimDeliveries(db, { channel: "web_push", most, perReceiver, now: at(seconds) });
const retry = (more = {}): SendResult => ({ outcome: "retry", reason: "No answer.", pauses: true, ...more });

/** A message to Ada about a new request, queued for this receiver. */
async function queue(receiver = "host", life = 3600): Promise<string> {
  const requestId = await workspace.request(agent, { lifeSeconds: life });
  const to = { channel: "web_push" as const, destination: "device", receiver, personId: ada.personId };
  const message = {
    notificationId: requestId,
    kind: "request_pending" as const,
    requestId,
    agentId: agent.id,
    ...to,
  };
  await db.transaction((tx) => insertDeliveries(tx, [{ ...message, dueAt: now, expiresAt: at(life) }], now));
  return requestId;
}

const states = async () =>
  (await db.select().from(deliveries).orderBy(deliveries.id)).map(({ state }) => state);

test("of many processes that claim at the same time, one gets each delivery", async () => {
  for (let n = 0; n < 40; n++) await queue();
  const claims = await Promise.all(Array.from({ length: 8 }, () => claim(0, 10)));
  const ids = claims.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const rest = await claim();
  expect(new Set([...ids, ...rest.map(({ id }) => id)]).size).toBe(40);
});

test("a delivery of a killed process is sent again under the same ID once its lease ends", async () => {
  await queue();
  const [first] = await claim(0);
  expect(await claim(59)).toEqual([]);
  const [second] = await claim(60);
  expect(second?.id).toBe(first?.id);
  expect(second?.attempts).toBe(2);
});

test("a process that was slow beyond its lease records nothing", async () => {
  await queue();
  const [slow] = await claim(0);
  const [next] = await claim(60);
  if (!slow || !next) throw new Error("nothing was claimed");
  const result = { outcome: "refused", reason: "Too late." } as const;
  expect(await recordResult(db, slow, { result, now: at(61), random: 0 })).toBeUndefined();
  const delivered = { outcome: "delivered" } as const;
  expect(await recordResult(db, next, { result: delivered, now: at(62), random: 0 })).toBe("delivered");
});

test("a process that was slow beyond its lease records nothing after an admin's retry either", async () => {
  await queue();
  const [slow] = await claim(0);
  await db.$client`update deliveries set attempts = 0, leased_until = null`;
  const [next] = await claim(61);
  if (!slow || !next) throw new Error("nothing was claimed");
  expect(next.attempts).toBe(slow.attempts);
  const result = { outcome: "refused", reason: "Too late." } as const;
  expect(await recordResult(db, slow, { result, now: at(62), random: 0 })).toBeUndefined();
});

test("a receiver that is down gets one message as a probe after each pause, and no other receiver waits", async () => {
  for (let n = 0; n < 20; n++) await queue("down");
  await queue("up");
  const first = await claim(0, 100, 4);
  expect(first.filter(({ receiver }) => receiver === "up")).toHaveLength(1);
  for (const each of first) {
    const result = each.receiver === "up" ? ({ outcome: "delivered" } as const) : retry();
    await recordResult(db, each, { result, now: at(1), random: 0 });
  }
  expect(await claim(1)).toEqual([]);
  const [{ pausedUntil } = { pausedUntil: now }] = await db.select().from(receivers);
  const probe = await claimDeliveries(db, {
    channel: "web_push",
    most: 100,
    perReceiver: 4,
    now: pausedUntil,
  });
  expect(probe).toHaveLength(1);
  const [one] = probe;
  if (one) await recordResult(db, one, { result: { outcome: "delivered" }, now: pausedUntil, random: 0 });
  expect(
    (await claimDeliveries(db, { channel: "web_push", most: 100, perReceiver: 4, now: pausedUntil })).length,
  ).toBe(4);
});

test("the limit of a receiver counts the messages of all processes", async () => {
  for (let n = 0; n < 6; n++) await queue();
  expect(await claim(0, 100, 4)).toHaveLength(4);
  expect(await claim(0, 100, 4)).toEqual([]);
});

test("a failed attempt is repeated later and later, and ends among the failed deliveries", async () => {
  await queue("host", 30 * 24 * 3600);
  push.answer = () => retry({ pauses: false });
  const gaps: number[] = [];
  let time = now;
  for (let n = 0; n < mostAttempts; n++) {
    await drain(db, [push], time);
    const [row] = await db.select().from(deliveries);
    if (row?.state !== "queued") break;
    gaps.push(row.dueAt.getTime() - time.getTime());
    time = row.dueAt;
  }
  expect(push.sent).toHaveLength(mostAttempts);
  expect(new Set(push.sent.map(({ id }) => id)).size).toBe(1);
  expect(await states()).toEqual(["failed"]);
  expect(gaps.at(-1)).toBeGreaterThan(4 * 3600 * 1000 - 1);
});

test("a receiver that names a time is not called earlier", async () => {
  await queue();
  push.answer = () => retry({ afterSeconds: 120 });
  await drain(db, [push], now);
  await drain(db, [push], at(119));
  expect(push.sent).toHaveLength(1);
  push.answer = () => ({ outcome: "delivered" });
  await drain(db, [push], at(140));
  expect(await states()).toEqual(["delivered"]);
});

test("a message is never tried beyond the deadline of its request", async () => {
  await queue("host", 60);
  push.answer = () => retry({ afterSeconds: 120 });
  await drain(db, [push], now);
  expect(await states()).toEqual(["failed"]);
});

test("a request that ended while its message waited withdraws the message", async () => {
  const requestId = await queue();
  await db.$client`update requests set state = 'denied', closed_at = ${now.toISOString()} where id = ${requestId}`;
  await drain(db, [push], now);
  expect(push.sent).toEqual([]);
  expect(await states()).toEqual(["withdrawn"]);
});

test("a closing message waits for a message on its way, and is dropped when that one never arrived", async () => {
  const requestId = await queue();
  const [sending] = await claim(0);
  if (!sending) throw new Error("nothing was claimed");
  await db.$client`update requests set state = 'denied', closed_at = ${now.toISOString()} where id = ${requestId}`;
  await drain(db, [push], at(1));
  expect(push.sent).toEqual([]);
  await recordResult(db, sending, { result: { outcome: "refused", reason: "No." }, now: at(2), random: 0 });
  await drain(db, [push], at(2));
  expect(push.sent).toEqual([]);
  expect((await states()).sort()).toEqual(["failed", "withdrawn"]);
});

test("a message that arrives after its request ended is followed by its closing message", async () => {
  const requestId = await queue();
  const [sending] = await claim(0);
  if (!sending) throw new Error("nothing was claimed");
  await db.$client`update requests set state = 'denied', closed_at = ${now.toISOString()} where id = ${requestId}`;
  await drain(db, [push], at(1));
  expect(push.sent).toEqual([]);
  await recordResult(db, sending, { result: { outcome: "delivered" }, now: at(2), random: 0 });
  await drain(db, [push], at(2));
  expect(push.log).toEqual([["request_closed", "Ada"]]);
});

test("a channel that is down for an hour gets every message once, after it is back", async () => {
  for (let n = 0; n < 30; n++) await queue("host", 4 * 3600);
  push.answer = () => retry();
  for (let minute = 0; minute < 60; minute++) await drain(db, [push], at(minute * 60));
  const probes = push.sent.length;
  expect(probes).toBeLessThan(60);
  const delivered: string[] = [];
  push.answer = ({ id }) => {
    delivered.push(id);
    return { outcome: "delivered" };
  };
  for (let minute = 60; minute < 180; minute += 5) await drain(db, [push], at(minute * 60));
  expect(delivered).toHaveLength(30);
  expect(new Set(delivered).size).toBe(30);
  expect(await states()).toEqual(Array.from({ length: 30 }, () => "delivered"));
});

test("ten thousand messages to a receiver that is down delay another receiver's message by nothing", async () => {
  const requestId = await queue("up");
  const row = { kind: "request_pending" as const, channel: "web_push" as const, personId: ada.personId };
  const to = { requestId, agentId: agent.id, receiver: "down", dueAt: at(-60) };
  const rows = Array.from({ length: 10_000 }, (_, n) => ({
    ...row,
    ...to,
    notificationId: `n${n}`,
    destination: `d${n}`,
  }));
  await db.transaction((tx) => insertDeliveries(tx, rows, now));
  await db
    .insert(receivers)
    .values({ channel: "web_push", receiver: "down", failures: 3, pausedUntil: at(100) });
  expect((await claim(0, 8, 4)).map(({ receiver }) => receiver)).toEqual(["up"]);
});
