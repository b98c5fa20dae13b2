import { Webhook as StandardWebhook } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { beforeEach, expect, test } from "vitest";
import { webhookEndpoints } from "#db/schema/webhooks";
import { addSeconds } from "#lib/kernel/clock";
import { masterSecret } from "#lib/membership/testing/people";
import { loopbackClient } from "#lib/outbound/testing/loopback-client";
import { TestWorkspace } from "#lib/testing/workspace";
import { openWebhookChannel } from "./channel.ts";
import { registerEndpoint } from "./register-endpoint.ts";
import { rotateSecret } from "./rotate-secret.ts";
import { eventOf, messageOf } from "./testing/messages.ts";
import { openReceiver } from "./testing/receiver.ts";

// The verifying libraries read the system's clock.
const now = new Date();
let time = now;
const workspace = await TestWorkspace.open();
const { db } = workspace;
const actor = await workspace.person("Ada", ["admin"]);
const receiver = await openReceiver();
const outbound = loopbackClient();
const channel = openWebhookChannel({ db, secret: masterSecret, outbound, clock: () => time });
const going = new AbortController().signal;
const config = { origin: "http://localhost:3000" };

async function register() {
  const endpoint = { url: receiver.url, description: "Test", eventTypes: ["request.approved" as const] };
  return registerEndpoint(db, { actor, ...endpoint, config, masterSecret, now });
}

beforeEach(async () => {
  time = now;
  receiver.answers({ status: 204 });
  await db.delete(webhookEndpoints);
});

const approved = () => eventOf("request_closed", { state: "approved", closedAt: now });

/** The secrets by which a library verifies the last message. */
function verifiedBy(Webhook: typeof StandardWebhook | typeof SvixWebhook, secrets: string[]): boolean[] {
  const { body, headers } = receiver.last();
  return secrets.map((secret) => {
    try {
      new Webhook(secret).verify(body, headers as Record<string, string>);
      return true;
    } catch {
      return false;
    }
  });
}

test.each([
  ["standardwebhooks", StandardWebhook],
  ["svix", SvixWebhook],
])("%s verifies a message with the secret that was shown once", async (_, Webhook) => {
  const { endpointId, secret } = await register();
  const other = await register();
  expect(await channel.send(messageOf(endpointId, approved()), going)).toEqual({ outcome: "delivered" });
  expect(verifiedBy(Webhook, [secret, other.secret])).toEqual([true, false]);
});

test("two secrets sign for a day after a rotation, and then the new one alone", async () => {
  const { endpointId, secret: old } = await register();
  // The libraries accept a timestamp of the present alone, so that the rotation is moved, not the sending.
  const rotate = (at: Date) => rotateSecret(db, { actor, endpointId, masterSecret, now: at });
  const { secret } = await rotate(addSeconds(now, -24 * 3600 + 1));
  await channel.send(messageOf(endpointId, approved()), going);
  for (const Webhook of [StandardWebhook, SvixWebhook])
    expect(verifiedBy(Webhook, [old, secret])).toEqual([true, true]);
  expect(receiver.last().headers["webhook-signature"]).toMatch(/^v1,\S+ v1,\S+$/);
  time = addSeconds(now, 1);
  await channel.send(messageOf(endpointId, approved()), going);
  for (const Webhook of [StandardWebhook, SvixWebhook])
    expect(verifiedBy(Webhook, [old, secret])).toEqual([false, true]);
});

test("a message keeps its ID over all attempts, and each attempt has its own time", async () => {
  const { endpointId } = await register();
  const message = messageOf(endpointId, approved());
  receiver.answers({ status: 500 });
  await channel.send(message, going);
  const first = receiver.last();
  time = addSeconds(now, 60);
  await channel.send({ ...message, attempt: 2 }, going);
  const second = receiver.last();
  expect([first, second].map(({ headers }) => headers["webhook-id"])).toEqual([message.id, message.id]);
  const timestamps = [first, second].map(({ headers }) => Number(headers["webhook-timestamp"]));
  expect(timestamps).toEqual([now, time].map((at) => Math.floor(at.getTime() / 1000)));
  expect(second.body).toBe(first.body);
});

test("a message has the event's IDs and states", async () => {
  const { endpointId } = await register();
  const event = { ...approved(), at: now };
  await channel.send(messageOf(endpointId, event), going);
  const { headers, body } = receiver.last();
  expect(headers).toMatchObject({ "content-type": "application/json", "user-agent": "Countersign" });
  expect(JSON.parse(body)).toEqual({
    type: "request.approved",
    timestamp: now.toISOString(),
    data: {
      request: {
        ...{ id: "req_1", state: "approved", action_type: "refund.create", risk: "spend" },
        ...{ action_digest: "digest", webhook_id: "msg_1", policy_version: 3 },
        ...{ approvals: { required: 2, given: 1 }, break_glass: false },
        created_at: event.request?.createdAt.toISOString(),
        expires_at: event.request?.expiresAt.toISOString(),
        closed_at: now.toISOString(),
      },
      agent: { id: "agt_1" },
      owner: { id: "per_1" },
    },
  });
});

test("a test message is signed, and has no data", async () => {
  const { endpointId, secret } = await register();
  const event = { id: "obx_1", kind: "test" as const, at: now, agent: undefined, request: undefined };
  expect(await channel.send(messageOf(endpointId, event), going)).toEqual({ outcome: "delivered" });
  expect(verifiedBy(StandardWebhook, [secret])).toEqual([true]);
  expect(JSON.parse(receiver.last().body)).toEqual({ type: "test", timestamp: now.toISOString(), data: {} });
});

test("a removed endpoint gets nothing, not even a message that was queued before", async () => {
  const { endpointId } = await register();
  await db.delete(webhookEndpoints);
  const before = receiver.received.length;
  expect(await channel.send(messageOf(endpointId, approved()), going)).toMatchObject({ outcome: "gone" });
  expect(receiver.received).toHaveLength(before);
});

test("four slow endpoints leave half of the places to others", () => {
  expect(4 * channel.limits.perReceiver).toBeLessThanOrEqual(channel.limits.together / 2);
});
