import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { agentKeys } from "#db/schema/agents";
import { requests } from "#db/schema/requests";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/clock";
import type { Action } from "#lib/policy/action";
import { type Submission, submitRequest } from "./submit.ts";
import { now, QueueWorld, refund } from "./testing/queue-world.ts";

const { db } = await createTestDatabase();
const world = new QueueWorld(db);
await world.seed();
const owner = await world.person("Olga Owner");
const small: Action = { ...refund, params: { amount: 10, currency: "USD" } };
let agent: { id: string; ownerId: string };
let keyId: string;

beforeEach(async () => {
  agent = await world.agent("Refund bot", owner);
  keyId = `key_${agent.id}`;
  const publicKey = new Uint8Array(randomBytes(32));
  const key = { id: keyId, agentId: agent.id, algorithm: "ed25519" as const, publicKey, createdAt: now };
  await db.insert(agentKeys).values({ ...key, expiresAt: addSeconds(now, 3600) });
});

function submission(action: Action, more: Partial<Submission> = {}): Submission {
  const webhookId = `msg_${randomBytes(8).toString("hex")}`;
  return {
    caller: {
      ...{ id: agent.id, ownerId: agent.ownerId, ownerEpoch: 1, status: "active", isOwnerActive: true },
      ...{ keys: [], policyVersion: 1, signingKid: "kid" },
    },
    ...{ keyId, webhookId, bodyHash: randomBytes(32), ask: { action }, origin: "https://c.example", now },
    limit: { bucket: `ask:${agent.id}`, limit: 1000, windowSeconds: 60 },
    mostPending: 3,
    ...more,
  };
}

const submit = (action: Action, more: Partial<Submission> = {}) =>
  submitRequest(db, submission(action, more));

test("an agent cannot bury its owner's queue: what would wait beyond the limit is refused, what needs nobody is not", async () => {
  for (let n = 0; n < 3; n++)
    expect((await submit(refund, { webhookId: `msg_${n}` }))?.state).toBe("pending");
  const refused = submit(refund);
  await expect(refused).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: 60 });
  await expect(refused).rejects.toThrow(/3 requests of .* are pending/);
  expect((await submit(small))?.state).toBe("allowed");
  expect(await db.$count(requests, eq(requests.agentId, agent.id))).toBe(4);
  // Known: nothing new, and nothing refused.
  expect(await submit(refund, { webhookId: "msg_0" })).toBeUndefined();
});

test("only what waits still counts, and only the agent's own", async () => {
  const other = await world.agent("Other", owner);
  for (let n = 0; n < 5; n++) await world.request(other);
  for (let n = 0; n < 2; n++) await world.request(agent, { state: "denied" });
  for (let n = 0; n < 2; n++) await world.request(agent, { lifeSeconds: 0 });
  for (let n = 0; n < 3; n++) expect((await submit(refund))?.state).toBe("pending");
  await expect(submit(refund)).rejects.toMatchObject({ code: "rate_limited" });
  await db.update(requests).set({ state: "denied" }).where(eq(requests.agentId, agent.id));
  expect((await submit(refund))?.state).toBe("pending");
});

test("many asks at once go over the limit by no more than their number at one moment", async () => {
  const many = Array.from({ length: 100 }, () => submit(refund));
  const kept = (await Promise.allSettled(many)).filter(({ status }) => status === "fulfilled");
  expect(kept.length).toBeGreaterThanOrEqual(3);
  expect(kept.length).toBeLessThanOrEqual(3 + 25);
  await expect(submit(refund)).rejects.toMatchObject({ code: "rate_limited" });
});

test("an ask whose key is being revoked at this moment is not kept", async () => {
  let asked: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await tx.update(agentKeys).set({ revokedAt: now }).where(eq(agentKeys.id, keyId));
    asked = submit(refund);
    await untilSomebodyWaits();
  });
  expect(await asked).toBeUndefined();
  expect(await db.$count(requests, eq(requests.agentId, agent.id))).toBe(0);
});

async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const [row] = await db.$client`
      select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    if (row?.waiting > 0) return;
  }
}
