import { beforeEach, expect, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { outbox } from "#db/schema/notifications";
import { webhookEndpoints } from "#db/schema/webhooks";
import type { Topic } from "#lib/events/hub";
import { planDue } from "#lib/notifications/planning/plan-due";
import { registerEndpoint } from "#lib/notifications/webhooks/register-endpoint";
import { cancelRequest } from "#lib/requests/cancel";

const { workspace, admin, agent } = await RunningWorkspace.withAgent();
const { db, runtime, time } = workspace;

const actions = { allowed: refund(50), pending: refund(1250), blocked: refund(60_000) };

beforeEach(async () => {
  await db.delete(outbox);
  await db.delete(webhookEndpoints);
});

let marks = 0;

/** Resolves once all that was announced so far has been heard. */
async function allHeard(): Promise<void> {
  const topic = `replay/mark-${marks++}` as const;
  await new Promise<void>((resolve) => {
    const stop = runtime.events.subscribe(topic, () => {
      stop();
      resolve();
    });
    runtime.events.announce(topic);
  });
}

/** How often those who wait for a topic are woken by an act. */
async function wakes(topic: Topic, act: () => Promise<unknown>): Promise<number> {
  await allHeard();
  let count = 0;
  const stop = runtime.events.subscribe(topic, () => count++);
  await act();
  await allHeard();
  stop();
  return count;
}

/** How often the dispatcher is woken by an ask. */
function wakesOf(action: unknown, webhookId?: string): Promise<number> {
  return wakes("outbox", () => agent.ask({ action }, webhookId));
}

async function pending(): Promise<string> {
  const { request } = await (await agent.ask({ action: actions.pending })).json();
  return request.id;
}

async function subscribe(): Promise<void> {
  const eventTypes = ["request.allowed" as const, "request.blocked" as const];
  const endpoint = { url: "https://hooks.example/x", description: "Test", eventTypes };
  const { config, secret: masterSecret } = runtime;
  await registerEndpoint(db, { actor: admin.viewer, ...endpoint, config, masterSecret, now: time.now });
}

test("a pending request wakes the dispatcher", async () => {
  expect(await wakesOf(actions.pending)).toBe(1);
});

test.each(["allowed", "blocked"] as const)(
  "%s: the request wakes the dispatcher when a webhook endpoint hears of it, and only then",
  async (state) => {
    expect(await wakesOf(actions[state])).toBe(0);
    await subscribe();
    expect(await wakesOf(actions[state])).toBe(1);
    expect(await db.select().from(outbox)).toMatchObject([{ kind: `request_${state}` }]);
  },
);

test("an ask that is repeated wakes no dispatcher", async () => {
  await subscribe();
  await wakesOf(actions.blocked, "msg_again");
  expect(await wakesOf(actions.blocked, "msg_again")).toBe(0);
});

test("closing a request wakes the dispatcher", async () => {
  const id = await pending();
  expect(await wakes("outbox", () => cancelRequest(db, { requestId: id, now: time.now }))).toBe(1);
});

test("the waits for a request are woken by the outbox, when the process that closed it died before it woke them", async () => {
  const id = await pending();
  await db.delete(outbox);
  await db.$client`update requests set state = 'cancelled', closed_at = created_at where id = ${id}`;
  const onError = (error: unknown) => {
    throw error;
  };
  expect(await wakes(`request/${id}`, () => planDue(db, { channels: [], now: time.now, onError }))).toBe(1);
});
