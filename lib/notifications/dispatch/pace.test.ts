import { beforeEach, expect, test } from "vitest";
import { deliveries, receivers } from "#db/schema/notifications";
import { addSeconds } from "#lib/kernel/clock";
import type { TestPerson } from "#lib/membership/testing/people";
import type { Channel } from "#lib/notifications/channels/channel";
import { insertDeliveries } from "#lib/notifications/deliveries/insert-deliveries";
import { MemoryChannel } from "#lib/notifications/testing/memory-channel";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { lookAhead } from "./dispatcher.ts";
import { openLanes } from "./lanes.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
let ada: TestPerson;
let agent: TestAgent;
let chat: MemoryChannel;

beforeEach(async () => {
  await db.delete(deliveries);
  await db.delete(receivers);
  ada = await workspace.person("Ada");
  agent = await workspace.agent("Refund bot", ada);
  chat = new MemoryChannel("slack");
});

const at = (seconds: number) => addSeconds(now, seconds);

async function queue(count: number, receiver = "slack"): Promise<void> {
  const requestId = await workspace.request(agent, { lifeSeconds: 3600 });
  const about = { kind: "request_pending" as const, requestId, agentId: agent.id, personId: ada.personId };
  const rows = Array.from({ length: count }, (_, n) => ({
    ...about,
    ...{ notificationId: `${requestId}/${n}`, channel: "slack" as const, destination: "ada", receiver },
    ...{ dueAt: now, expiresAt: at(3600) },
  }));
  await db.transaction((tx) => insertDeliveries(tx, rows, now));
}

/** A process that sends what it may at this moment. @returns how many messages were sent. */
async function fillAt(seconds: number, perSecond: number, perReceiver = 1, perGroup = 8): Promise<number> {
  const before = chat.sent.length;
  const channel: Channel = {
    ...{ id: chat.id, canUpdate: true, limits: { together: 8, perReceiver, perGroup, perSecond } },
    destinationsOf: async () => [],
    subscribersOf: async () => [],
    send: (message, signal) => chat.send(message, signal),
  };
  const onError = (error: unknown) => {
    throw error;
  };
  const options = { db, channels: [channel], clock: () => at(seconds), origin: "https://c.example", onError };
  const lanes = openLanes(options, () => undefined);
  await lanes.fill(channel);
  await lanes.drain();
  return chat.sent.length - before;
}

test("a receiver gets no more messages a second than its channel allows", async () => {
  await queue(5);
  const sent: number[] = [];
  for (const seconds of [0, 0.2, 0.9, 1, 1.5, 2, 2.1]) sent.push(await fillAt(seconds, 1));
  expect(sent).toEqual([1, 0, 0, 1, 0, 1, 0]);
});

test("messages that are claimed together take their time together", async () => {
  await queue(10);
  const sent: number[] = [];
  for (const seconds of [0, 0.5, 0.79, 0.8, 1.5, 1.6]) sent.push(await fillAt(seconds, 5, 4));
  expect(sent).toEqual([4, 0, 0, 4, 0, 2]);
});

test("processes that send at the same moment exceed the limit by one claim each, and make up for it", async () => {
  await queue(20);
  await Promise.all([fillAt(0, 1), fillAt(0, 1)]);
  expect(chat.sent.length).toBeLessThanOrEqual(2);
  for (let seconds = 0.5; seconds < 10; seconds += 0.5) await fillAt(seconds, 1);
  expect(chat.sent).toHaveLength(10);
});

test("a receiver whose limit is used up delays no other receiver", async () => {
  await queue(3);
  expect(await fillAt(0, 1)).toBe(1);
  await queue(1, "other");
  expect(await fillAt(0.1, 1)).toBe(1);
});

test("the dispatcher looks again when the receiver's next message may leave", async () => {
  await queue(2);
  await fillAt(0, 1);
  expect((await lookAhead(db, now)).channels.get("slack")).toEqual(at(1));
});

test("a failure after the first message pauses the receiver as any failure does", async () => {
  await queue(3);
  chat.answer = () => ({ outcome: "retry", reason: "429", afterSeconds: 60, pauses: true });
  expect(await fillAt(0, 1)).toBe(1);
  expect(await fillAt(59, 1)).toBe(0);
  chat.answer = () => ({ outcome: "delivered" });
  expect(await fillAt(61, 1)).toBe(1);
  expect(await fillAt(61.5, 1)).toBe(0);
  expect(await fillAt(62, 1)).toBe(1);
});

test("receivers of one group are claimed together up to the group's limit, and one without a group is not", async () => {
  for (const receiver of ["ada/1", "ada/2", "ada/3", "alone"]) await queue(1, receiver);
  expect(await fillAt(0, 1000, 1, 2)).toBe(3);
});
