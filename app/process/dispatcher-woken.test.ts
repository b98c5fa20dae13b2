import { beforeEach, expect, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { outbox } from "#db/schema/notifications";
import { webhookEndpoints } from "#db/schema/webhooks";
import { registerEndpoint } from "#lib/notifications/webhooks/register-endpoint";

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

/** How often the dispatcher is woken by an ask. */
async function wakesOf(action: unknown, webhookId?: string): Promise<number> {
  await allHeard();
  let wakes = 0;
  const stop = runtime.events.subscribe("outbox", () => wakes++);
  await agent.ask({ action }, webhookId);
  await allHeard();
  stop();
  return wakes;
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
