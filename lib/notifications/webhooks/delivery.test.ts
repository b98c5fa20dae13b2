import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { agents } from "#db/schema/agents";
import { people, workspace as settings } from "#db/schema/directory";
import { notices } from "#db/schema/notices";
import { deliveries, outbox } from "#db/schema/notifications";
import { requests } from "#db/schema/requests";
import { type WebhookEventType, webhookEndpoints } from "#db/schema/webhooks";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { changeOwner } from "#lib/lifecycle/change-owner";
import { quarantineAgentsOf } from "#lib/lifecycle/quarantine-agents";
import { masterSecret } from "#lib/membership/testing/people";
import { loopbackClient } from "#lib/outbound/testing/loopback-client";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { now, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { openWebhookChannel } from "./channel.ts";
import { webhookEventTypeList } from "./event-types.ts";
import { registerEndpoint } from "./register-endpoint.ts";
import { sendAgain, sendTestEvent } from "./send-again.ts";
import { setCallback } from "./set-callback.ts";
import { dispatchAll } from "./testing/dispatch-all.ts";
import { openReceiver } from "./testing/receiver.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
await db.insert(settings).values({ name: "Test", createdAt: now });
const ada = await workspace.person("Ada MARKER_ADMIN", ["admin"]);
const bo = await workspace.person("Bo MARKER_OWNER");
const receiver = await openReceiver();
const channel = openWebhookChannel({
  ...{ db, secret: masterSecret, outbound: loopbackClient(), clock: () => now },
});
const config = { origin: "http://localhost:3000" };
let agent: TestAgent;

beforeEach(async () => {
  for (const table of [outbox, deliveries, webhookEndpoints]) await db.delete(table);
  receiver.received.length = 0;
  receiver.answers({ status: 204 });
  agent = await workspace.agent("MARKER_AGENT", bo);
});

async function register(eventTypes: WebhookEventType[]) {
  const endpoint = { url: receiver.url, description: "Test", eventTypes };
  return registerEndpoint(db, { actor: ada, ...endpoint, config, masterSecret, now });
}

async function callbackOf({ id: agentId }: TestAgent) {
  return setCallback(db, { actor: bo, agentId, url: receiver.url, config, masterSecret, now });
}

async function close(requestId: string, state: "approved" | "denied" | "expired"): Promise<void> {
  const approvalsGiven = state === "approved" ? 1 : 0;
  await db.update(requests).set({ state, approvalsGiven, closedAt: now }).where(eq(requests.id, requestId));
}

async function announcePending(requestId: string): Promise<void> {
  const row = { id: newId("obx", now), kind: "request_pending" as const, requestId, agentId: agent.id };
  await db.insert(outbox).values({ ...row, createdAt: now, dueAt: now });
}

/** The received types, with the request of each. */
async function receivedTypes(at = now): Promise<string[]> {
  await dispatchAll(db, channel, at);
  return receiver.received.map(({ body }) => JSON.parse(body).type).sort();
}

test("the message of a denial has the code of its reason, and none of the approver's words", async () => {
  await register(["request.denied"]);
  const requestId = await workspace.request(agent);
  await workspace.decision(requestId, bo, "deny");
  await close(requestId, "denied");
  expect(await receivedTypes()).toEqual(["request.denied"]);
  const [{ body } = { body: "" }] = receiver.received;
  expect(JSON.parse(body).data.request.denial).toEqual({ reason_code: "not_now" });
  expect(body).not.toContain("Not this one");
});

test("an endpoint gets the types it subscribed to, about all agents, and no reminders", async () => {
  await register(["request.denied", "request.pending"]);
  const requestId = await workspace.request(agent);
  await announcePending(requestId);
  expect(await receivedTypes()).toEqual(["request.pending"]);
  // The planner has written reminders in advance.
  await db.update(outbox).set({ dueAt: now });
  expect(await receivedTypes()).toEqual(["request.pending"]);
  await close(requestId, "denied");
  await close(await workspace.request(await workspace.agent("Other", bo)), "approved");
  expect(await receivedTypes()).toEqual(["request.denied", "request.pending"]);
});

test("a callback gets how its own agent's requests end, and nothing else", async () => {
  await callbackOf(agent);
  const requestId = await workspace.request(agent);
  await announcePending(requestId);
  await close(requestId, "expired");
  await close(await workspace.request(await workspace.agent("Other", bo)), "approved");
  expect(await receivedTypes()).toEqual(["request.expired"]);
});

test("nothing confidential leaves: no parameter, reason, context, name, email or grant", async () => {
  await register(webhookEventTypeList);
  await callbackOf(agent);
  await db.update(people).set({ email: "MARKER_EMAIL@example.com" }).where(eq(people.id, bo.personId));
  const wanted = {
    ...{ type: "refund.create", resource: "charge/MARKER_RESOURCE", audience: "https://marker-tool.example" },
    params: { amount: 1, currency: "USD", note: "MARKER_PARAM", MARKER_NAME: true },
  };
  const words = { reason: "MARKER_REASON", context: '{"ticket":"MARKER_CONTEXT"}' };
  const requestId = await workspace.request(agent, { wanted, ...words });
  await announcePending(requestId);
  await dispatchAll(db, channel, now);
  await workspace.decision(requestId, bo, "approve");
  await close(requestId, "approved");
  expect(await receivedTypes()).toEqual(["request.approved", "request.approved", "request.pending"]);
  // A JWT has a dot after its first part: a digest or a signature alone can contain "eyJ" by chance.
  for (const { body, headers } of receiver.received)
    expect(`${body}${JSON.stringify(headers)}`).not.toMatch(/marker|grant|eyJ[\w-]+\./i);
});

test("a revoked agent's callback reports the cancelled requests, and then nothing more", async () => {
  const { endpointId } = await callbackOf(agent);
  const [pending, later] = [await workspace.request(agent), await workspace.request(agent)];
  await close(later, "denied");
  await revokeAgents(db, { actor: ada, agentIds: [agent.id], now });
  const [endpoint] = await db.select().from(webhookEndpoints);
  expect(endpoint).toMatchObject({ id: endpointId, status: "disabled", disabledReason: "agent_revoked" });
  expect(await receivedTypes()).toEqual(["request.cancelled"]);
  expect(JSON.parse(receiver.last().body).data.request).toMatchObject({
    ...{ id: pending, close_reason: "agent_revoked" },
  });
});

test("a quarantined agent's callback reports the cancelled requests, and stays on", async () => {
  await callbackOf(agent);
  await workspace.request(agent);
  const by = { type: "system" as const, id: "test" };
  await db.transaction((tx) => quarantineAgentsOf(tx, { ownerId: bo.personId, actor: by, now }));
  expect(await receivedTypes()).toEqual(["request.cancelled"]);
  expect(await db.select().from(webhookEndpoints)).toMatchObject([{ status: "active" }]);
});

async function moveToAda(keepsKeys: boolean): Promise<void> {
  const moved = { ...agent, ownerEpoch: 1, offerId: "off_1", keepsKeys };
  const signed = { statement_sha256: "x", credential: "y" };
  await db.transaction((tx) => changeOwner(tx, { agents: [moved], ownerId: ada.personId, signed, now }));
}

test.each([false, true])(
  "a new owner finds the callback disabled, also one who keeps the agent's keys (%s)",
  async (keepsKeys) => {
    await callbackOf(agent);
    await workspace.request(agent);
    await moveToAda(keepsKeys);
    expect(await db.select().from(webhookEndpoints)).toMatchObject([{ status: "disabled" }]);
    expect(await receivedTypes()).toEqual(["request.cancelled"]);
  },
);

test("a former owner's callback gets no request that closes when the owner changes again", async () => {
  await callbackOf(agent);
  await moveToAda(false);
  await workspace.request(agent);
  const by = { type: "system" as const, id: "test" };
  const later = addSeconds(now, 60);
  await db.transaction((tx) => quarantineAgentsOf(tx, { ownerId: ada.personId, actor: by, now: later }));
  const [closed] = await db.select().from(requests).where(eq(requests.agentId, agent.id));
  expect(closed).toMatchObject({ state: "cancelled", closeReason: "owner_changed" });
  expect(await receivedTypes(later)).toEqual([]);
});

test("an admin can send a failed message again, under the same ID", async () => {
  const { endpointId } = await register(["request.approved"]);
  receiver.answers({ status: 400 });
  await close(await workspace.request(agent), "approved");
  await dispatchAll(db, channel, now);
  const [failed] = await db.update(deliveries).set({ state: "failed", closedAt: now }).returning();
  receiver.answers({ status: 200 });
  await sendAgain(db, { actor: ada, endpointId, deliveryId: failed?.id ?? "", now });
  await dispatchAll(db, channel, now);
  expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([failed?.id, failed?.id]);
  expect(await db.select().from(deliveries)).toMatchObject([{ state: "delivered", attempts: 1 }]);
});

test("a person sends ten test events or repeated messages a minute, and a withdrawn message never", async () => {
  const { endpointId } = await register(["request.approved"]);
  const at = addSeconds(now, 3600);
  await sendTestEvent(db, { actor: ada, endpointId, now: at });
  const [{ id: deliveryId } = { id: "" }] = await db
    .update(deliveries)
    .set({ state: "withdrawn", closedAt: at })
    .returning();
  const again = (when = at) => sendAgain(db, { actor: ada, endpointId, deliveryId, now: when });
  await expect(again()).rejects.toMatchObject({ code: "conflict" });
  await db.update(deliveries).set({ state: "delivered", closedAt: at });
  await again();
  for (let count = 3; count < 10; count++) await sendTestEvent(db, { actor: ada, endpointId, now: at });
  await expect(again()).rejects.toMatchObject({ code: "rate_limited" });
  await expect(sendTestEvent(db, { actor: ada, endpointId, now: at })).rejects.toMatchObject({
    code: "rate_limited",
  });
  await sendTestEvent(db, { actor: ada, endpointId, now: addSeconds(at, 60) });
});

test("a test event goes to the one endpoint that was tested", async () => {
  const { endpointId } = await register(["request.approved"]);
  await register(["request.approved"]);
  await sendTestEvent(db, { actor: ada, endpointId, now });
  expect(await receivedTypes()).toEqual(["test"]);
  expect(await db.select().from(deliveries)).toMatchObject([{ destination: endpointId, state: "delivered" }]);
});

test("a flooding agent is reported once, without its name", async () => {
  await register(["agent.flooding"]);
  const ids = await Promise.all(Array.from({ length: 11 }, () => workspace.request(agent)));
  for (const id of ids) await announcePending(id);
  expect(await receivedTypes()).toEqual(["agent.flooding"]);
  expect(JSON.parse(receiver.last().body).data).toEqual({ agent: { id: agent.id } });
});

test("the agents of another person can't be told elsewhere: its owner or an admin sets the callback, and the owner hears of an admin's", async () => {
  const cy = await workspace.person("Cy");
  const setting = { agentId: agent.id, url: receiver.url, config, masterSecret, now };
  await expect(setCallback(db, { actor: cy, ...setting })).rejects.toMatchObject({ code: "not_found" });
  const { endpointId: first } = await setCallback(db, { actor: ada, ...setting });
  const { endpointId: second } = await setCallback(db, { actor: bo, ...setting });
  expect(await db.select().from(notices).where(eq(notices.agentId, agent.id))).toMatchObject([
    { kind: "callback_set", personId: bo.personId },
  ]);
  expect(first).not.toBe(second);
  expect(await db.select().from(webhookEndpoints)).toMatchObject([{ id: second, agentId: agent.id }]);
  await db.update(agents).set({ status: "revoked" }).where(eq(agents.id, agent.id));
  await expect(setCallback(db, { actor: bo, ...setting })).rejects.toMatchObject({ code: "agent_revoked" });
});
