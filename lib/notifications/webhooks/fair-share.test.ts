import { beforeEach, expect, test } from "vitest";
import { workspace as settings } from "#db/schema/directory";
import { deliveries } from "#db/schema/notifications";
import { webhookEndpoints } from "#db/schema/webhooks";
import { masterSecret, type TestPerson } from "#lib/membership/testing/people";
import { claimDeliveries } from "#lib/notifications/deliveries/claim-deliveries";
import { planDue } from "#lib/notifications/planning/plan-due";
import { loopbackClient } from "#lib/outbound/testing/loopback-client";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { openWebhookChannel } from "./channel.ts";
import { registerEndpoint } from "./register-endpoint.ts";
import { setCallback } from "./set-callback.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
await db.insert(settings).values({ name: "Test", createdAt: now });
const channel = openWebhookChannel({
  ...{ db, secret: masterSecret, outbound: loopbackClient(), clock: () => now },
});
const admin = await workspace.person("Ada", ["admin"]);
const slow = await workspace.person("Sam Slow");
const other = await workspace.person("Olga Other");
const common = { config: { origin: "http://localhost:3000" }, masterSecret, now };

beforeEach(async () => {
  await db.delete(deliveries);
  await db.delete(webhookEndpoints);
});

/** Messages to callbacks of this owner: `each` to each of `count` agents. */
async function queue(owner: TestPerson, count: number, each: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const agent = await workspace.agent(`Agent ${n}`, owner);
    await setCallback(db, { actor: owner, agentId: agent.id, url: "https://hooks.example/x", ...common });
    for (let m = 0; m < each; m++) await workspace.request(agent);
  }
  await db.$client`update requests set state = 'denied', closed_at = ${now.toISOString()} where state = 'pending'`;
  await plan();
}

async function plan(): Promise<void> {
  const onError = (error: unknown) => {
    throw error;
  };
  while ((await planDue(db, { channels: [channel], now, onError })) > 0);
}

async function claim() {
  const { together: most, ...limits } = channel.limits;
  return claimDeliveries(db, { channel: "webhook", most, ...limits, now });
}

const groupsOf = (claims: { receiver: string }[]) => claims.map(({ receiver }) => receiver.split("/")[0]);

test("the callbacks of one owner take a quarter of the places, and leave the others to other owners", async () => {
  await queue(slow, 8, 2);
  expect(await claim()).toHaveLength(4);
  expect(await claim()).toEqual([]);
  await queue(other, 1, 2);
  const claims = await claim();
  expect(groupsOf(claims)).toEqual([other.personId, other.personId]);
});

test("owners whose messages wait together each get their share", async () => {
  await queue(slow, 8, 2);
  await queue(other, 3, 2);
  const groups = groupsOf(await claim());
  expect(groups.filter((group) => group === slow.personId)).toHaveLength(4);
  expect(groups.filter((group) => group === other.personId)).toHaveLength(4);
});

test("the endpoints of admins are limited one by one", async () => {
  const endpoint = { url: "https://hooks.example/y", description: "Test" };
  for (let n = 0; n < 6; n++)
    await registerEndpoint(db, { actor: admin, ...endpoint, eventTypes: ["request.denied"], ...common });
  await workspace.request(await workspace.agent("Refund bot", other));
  await db.$client`update requests set state = 'denied', closed_at = ${now.toISOString()} where state = 'pending'`;
  await plan();
  expect(await claim()).toHaveLength(6);
});
