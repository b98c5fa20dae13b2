import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { notices } from "#db/schema/notices";
import { webhookEndpoints } from "#db/schema/webhooks";
import { addSeconds } from "#lib/kernel/clock";
import { masterSecret } from "#lib/membership/testing/people";
import { type OutboundClient, openOutboundClient } from "#lib/outbound/client";
import { faultWords } from "#lib/outbound/fault-words";
import { loopbackClient } from "#lib/outbound/testing/loopback-client";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { openWebhookChannel } from "./channel.ts";
import { registerEndpoint } from "./register-endpoint.ts";
import { setCallback } from "./set-callback.ts";
import { subscribersOf } from "./subscribers.ts";
import { switchEndpoint } from "./switch-endpoint.ts";
import { eventOf, messageOf } from "./testing/messages.ts";
import { openReceiver } from "./testing/receiver.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const actor = await workspace.person("Ada", ["admin"]);
const sue = await workspace.person("Sue", ["admin"]);
const bo = await workspace.person("Bo");
const receiver = await openReceiver();
const outbound = loopbackClient();
const going = new AbortController().signal;
const approved = eventOf("request_closed", { state: "approved", closedAt: now });
const days = 24 * 3600;
let endpointId: string;

beforeEach(async () => {
  await db.delete(webhookEndpoints);
  await db.delete(notices);
  ({ endpointId } = await register(receiver.url));
});

async function register(url: string) {
  const endpoint = { url, description: "Test", eventTypes: ["request.approved" as const] };
  const config = { origin: "http://localhost:3000" };
  return registerEndpoint(db, { actor, ...endpoint, config, masterSecret, now });
}

function send(options: { at?: Date; signal?: AbortSignal; through?: Pick<OutboundClient, "send"> } = {}) {
  const { at = now, signal = going, through = outbound } = options;
  const channel = openWebhookChannel({ db, secret: masterSecret, outbound: through, clock: () => at });
  return channel.send(messageOf(endpointId, approved), signal);
}

const endpoint = async () => (await db.select().from(webhookEndpoints))[0];
const noticesOf = async () =>
  (await db.select().from(notices)).map(({ personId, kind }) => [personId, kind]).sort();

test.each([
  [400, { pauses: false, reason: "The endpoint answered with status 400." }],
  [404, { pauses: false, reason: "The endpoint answered with status 404." }],
  [500, { pauses: false, reason: "The endpoint answered with status 500." }],
  [502, { pauses: true, reason: "The endpoint answered with status 502." }],
])("a message that is answered with %s is tried again", async (status, result) => {
  receiver.answers({ status, body: "the receiver's own words" });
  expect(await send()).toEqual({ outcome: "retry", ...result });
});

test.each([301, 302, 307, 308])("a redirect (%s) is not followed", async (status) => {
  const before = receiver.received.length;
  receiver.answers({ status, headers: { location: "/elsewhere" } });
  expect(await send()).toMatchObject({ outcome: "retry", reason: expect.stringContaining("redirect") });
  expect(receiver.received).toHaveLength(before + 1);
});

test.each([
  [429, "7", 7],
  [503, addSeconds(now, 90).toUTCString(), 90],
  [503, "99999999", days],
  [429, "soon", undefined],
])(
  "an overloaded receiver (%s, Retry-After %s) is left alone for %s seconds",
  async (status, value, seconds) => {
    receiver.answers({ status, headers: { "retry-after": value } });
    const result = await send();
    expect(result).toMatchObject({ outcome: "retry", pauses: true });
    expect("afterSeconds" in result ? result.afterSeconds : undefined).toBe(seconds);
  },
);

test("a receiver that stalls loses the attempt after ten seconds", async () => {
  receiver.answers("never");
  let timeoutMs: number | undefined;
  const through: Pick<OutboundClient, "send"> = {
    send: (request) => {
      timeoutMs = request.timeoutMs;
      return outbound.send({ ...request, timeoutMs: 20 });
    },
  };
  expect(await send({ through })).toEqual({
    ...{ outcome: "retry", pauses: true, reason: "The endpoint didn't answer in time." },
  });
  expect(timeoutMs).toBe(10_000);
});

test("an attempt that a stopping process cuts off does not count against the endpoint", async () => {
  receiver.answers("never");
  const stopping = AbortSignal.abort();
  expect(await send({ signal: stopping })).toMatchObject({ outcome: "retry", pauses: false });
  expect((await endpoint())?.failingSince).toBeNull();
});

test("a receiver that accepts and then answers at length has the message", async () => {
  receiver.answers({ status: 200, body: "x".repeat(100_000) });
  expect(await send()).toEqual({ outcome: "delivered" });
});

test("an endpoint whose host has a private address gets nothing, at whichever look-up", async () => {
  ({ endpointId } = await register("https://hooks.example/in"));
  const answers = [["198.51.100.7", "10.0.0.1"], [], ["169.254.169.254"], ["127.0.0.1"], ["::1"]];
  let lookups = 0;
  const lookup = async () => (answers[lookups++] ?? []).map((address) => ({ address, family: 4 }));
  const config = { origin: "https://countersign.example", outboundPrivateHosts: [], proxy: undefined };
  const through = openOutboundClient(config, { lookup });
  const reasons: string[] = [];
  for (const _ of answers) {
    const result = await send({ through });
    if (result.outcome === "retry") reasons.push(result.reason);
  }
  await through.close();
  const isPrivate = faultWords("refused_address", "the endpoint");
  expect(reasons).toEqual([
    isPrivate,
    faultWords("unresolvable", "the endpoint"),
    isPrivate,
    isPrivate,
    isPrivate,
  ]);
  expect(lookups).toBe(answers.length);
});

test("a private host that the operator lists gets the events of an admins' endpoint, and no callback", async () => {
  const agent = await workspace.agent("Refund bot", bo);
  const { host } = new URL(receiver.url);
  const url = `https://${host}/in`;
  const config = { origin: "https://countersign.example", outboundPrivateHosts: [host], proxy: undefined };
  const through = openOutboundClient(config);
  const refusal = "The callback's address isn't public.";
  ({ endpointId } = await register(url));
  expect(await send({ through })).toMatchObject({ reason: expect.not.stringContaining("public") });
  const setting = { agentId: agent.id, url, config, masterSecret, now };
  ({ endpointId } = await setCallback(db, { actor: bo, ...setting }));
  expect(await send({ through })).toMatchObject({ outcome: "retry", reason: refusal });
  await through.close();
});

test("410 disables the endpoint, and all admins are notified once", async () => {
  receiver.answers({ status: 410 });
  const results = await Promise.all([send(), send(), send()]);
  expect(results.map(({ outcome }) => outcome)).toEqual(["gone", "gone", "gone"]);
  expect(await endpoint()).toMatchObject({ status: "disabled", disabledReason: "gone" });
  expect(await noticesOf()).toEqual(
    [
      [actor.personId, "webhook_disabled"],
      [sue.personId, "webhook_disabled"],
    ].sort(),
  );
  expect(await db.$count(auditEvents, eq(auditEvents.type, "webhook_endpoint.disabled"))).toBe(1);
  expect(await subscribersOf(db, [approved])).toEqual([]);
  const before = receiver.received.length;
  expect(await send()).toMatchObject({ outcome: "gone" });
  expect(receiver.received).toHaveLength(before);
  await switchEndpoint(db, { actor, endpointId, to: "active", now });
  expect(await subscribersOf(db, [approved])).toHaveLength(1);
});

test("the owner of an agent is notified that its callback was disabled", async () => {
  await db.delete(webhookEndpoints);
  const agent = await workspace.agent("Refund bot", bo);
  const config = { origin: "http://localhost:3000" };
  const setting = { agentId: agent.id, url: receiver.url, config, masterSecret, now };
  ({ endpointId } = await setCallback(db, { actor: bo, ...setting }));
  receiver.answers({ status: 410 });
  await send();
  expect((await noticesOf()).map(([personId]) => personId)).toContain(bo.personId);
  expect(await db.select().from(notices)).toContainEqual(expect.objectContaining({ agentId: agent.id }));
});

test("an endpoint that accepts nothing for five days is disabled, and each success starts the time anew", async () => {
  receiver.answers({ status: 500 });
  await send();
  const almost = addSeconds(now, 5 * days - 1);
  expect(await send({ at: almost })).toMatchObject({ outcome: "retry" });
  receiver.answers({ status: 204 });
  await send({ at: almost });
  receiver.answers({ status: 500 });
  const again = addSeconds(almost, 60);
  await send({ at: again });
  expect(await send({ at: addSeconds(again, 5 * days - 1) })).toMatchObject({ outcome: "retry" });
  expect(await send({ at: addSeconds(again, 5 * days) })).toMatchObject({ outcome: "gone" });
  expect(await endpoint()).toMatchObject({ status: "disabled", disabledReason: "failing" });
});
