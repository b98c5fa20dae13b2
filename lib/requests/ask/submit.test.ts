import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { agentKeys, agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { grants } from "#db/schema/grants";
import { outbox } from "#db/schema/notifications";
import { requests } from "#db/schema/requests";
import { webhookEndpoints } from "#db/schema/webhooks";
import { expectWaiting } from "#db/testing/expect-waiting";
import { addSeconds } from "#lib/kernel/clock";
import type { Action } from "#lib/policy/language/action";
import { now, refund, TestWorkspace } from "#lib/testing/workspace";
import type { Submission } from "./submission.ts";
import { submitRequest } from "./submit.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Olga Owner");
const small: Action = { ...refund, params: { amount: 10, currency: "USD" } };
let agent: { id: string; ownerId: string };
let keyId: string;

beforeEach(async () => {
  signed.length = 0;
  agent = await workspace.agent("Refund bot", owner);
  keyId = `key_${agent.id}`;
  const publicKey = new Uint8Array(randomBytes(32));
  const key = {
    id: keyId,
    agentId: agent.id,
    algorithm: "ed25519" as const,
    publicKey,
    addedBy: owner.personId,
    createdAt: now,
  };
  await db.insert(agentKeys).values({ ...key, expiresAt: addSeconds(now, 3600) });
});

function submission(action: Action, more: Partial<Submission> = {}): Submission {
  const webhookId = `msg_${randomBytes(8).toString("hex")}`;
  return {
    caller: {
      ...{ id: agent.id, ownerId: agent.ownerId, ownerEpoch: 1, status: "active" },
      ...{ isOwnerActive: true, isHeld: false, freeze: null, isTest: false, hasStandingDecisions: false },
      ...{ keys: [], labels: [], policyVersion: 1, signingKid: "kid", revision: 1 },
    },
    ...{ keyId, webhookId, bodyHash: randomBytes(32), ask: { action }, origin: "https://c.example", now },
    limit: { bucket: `ask:${agent.id}`, limit: 1000, windowSeconds: 60 },
    mostPending: 3,
    ...more,
  };
}

const signed: string[] = [];
const sign = async ({ id }: { id: string }) => {
  signed.push(id);
  return `jwt of ${id}`;
};
const submit = async (action: Action, more: Partial<Submission> = {}) =>
  (await submitRequest(db, submission(action, more), sign))?.insert.request;

test("an agent cannot flood its owner's queue: pending requests beyond the limit are refused, auto-approved ones are not", async () => {
  for (let n = 0; n < 3; n++)
    expect((await submit(refund, { webhookId: `msg_${n}` }))?.state).toBe("pending");
  const refused = submit(refund);
  await expect(refused).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: 60 });
  await expect(refused).rejects.toThrow(/3 requests of .* are pending/);
  expect((await submit(small))?.state).toBe("allowed");
  expect(await db.$count(requests, eq(requests.agentId, agent.id))).toBe(4);
  // Known: nothing new, and no refusal.
  expect(await submit(refund, { webhookId: "msg_0" })).toBeUndefined();
});

test("a test agent gets no grant, also where policy auto-approves its request", async () => {
  const before = signed.length;
  const caller = { ...submission(small).caller, isTest: true };
  for (const redeem of [false, true]) {
    const stored = await submit(small, { caller, ask: { action: small, redeem } });
    expect([stored?.state, signed.length]).toEqual(["allowed", before]);
    expect(await db.$count(grants, eq(grants.requestId, stored?.id ?? ""))).toBe(0);
  }
});

test("invariant 7: an ask that redeems its grant is stored only while the owner is an approver and the key is valid, whatever was read before", async () => {
  const redeeming = () => submit(small, { ask: { action: small, redeem: true } });
  expect(await redeeming()).toBeDefined();
  const isOwner = eq(people.id, agent.ownerId);
  await db
    .update(people)
    .set({ roles: ["auditor"] })
    .where(isOwner);
  const withoutApprover = await redeeming();
  await db
    .update(people)
    .set({ roles: ["approver"] })
    .where(isOwner);
  await db.update(agentKeys).set({ expiresAt: now }).where(eq(agentKeys.id, keyId));
  expect([withoutApprover, await redeeming()]).toEqual([undefined, undefined]);
  expect(await db.$count(grants, eq(grants.agentId, agent.id))).toBe(1);
});

test("only requests still pending count, and only the agent's own", async () => {
  const otherAgent = await workspace.agent("Other", owner);
  for (let n = 0; n < 5; n++) await workspace.request(otherAgent);
  for (let n = 0; n < 2; n++) await workspace.request(agent, { state: "denied" });
  for (let n = 0; n < 2; n++) await workspace.request(agent, { lifeSeconds: 0 });
  for (let n = 0; n < 3; n++) expect((await submit(refund))?.state).toBe("pending");
  await expect(submit(refund)).rejects.toMatchObject({ code: "rate_limited" });
  await db.update(requests).set({ state: "denied" }).where(eq(requests.agentId, agent.id));
  expect((await submit(refund))?.state).toBe("pending");
});

test("many concurrent asks exceed the limit by no more than their number at one moment", async () => {
  const many = Array.from({ length: 100 }, () => submit(refund));
  const accepted = (await Promise.allSettled(many)).filter(({ status }) => status === "fulfilled");
  expect(accepted.length).toBeGreaterThanOrEqual(3);
  expect(accepted.length).toBeLessThanOrEqual(3 + 25);
  await expect(submit(refund)).rejects.toMatchObject({ code: "rate_limited" });
});

test("an ask is not stored if its key is revoked at the same moment", async () => {
  let asked: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await tx.update(agentKeys).set({ revokedAt: now }).where(eq(agentKeys.id, keyId));
    asked = submit(refund);
    await expectWaiting(db, 1);
  });
  expect(await asked).toBeUndefined();
  expect(await db.$count(requests, eq(requests.agentId, agent.id))).toBe(0);
});

test("a grant is signed while its request is being stored, and returned only after the commit", async () => {
  let isAnswered = false;
  let asked: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await tx.update(agents).set({ name: "Renamed" }).where(eq(agents.id, agent.id));
    asked = submitRequest(db, submission(small), sign).finally(() => {
      isAnswered = true;
    });
    await expectWaiting(db, 1);
    expect(signed).toHaveLength(1);
    expect(isAnswered).toBe(false);
  });
  expect(await asked).toMatchObject({
    insert: { request: { state: "allowed" } },
    jwt: `jwt of ${signed[0]}`,
  });
});

test("a signed grant is dropped when its request is not stored", async () => {
  let asked: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await tx.update(agentKeys).set({ revokedAt: now }).where(eq(agentKeys.id, keyId));
    asked = submit(small);
    await expectWaiting(db, 1);
  });
  expect(signed).toHaveLength(1);
  expect(await asked).toBeUndefined();
});

/** What makes a submission one of another agent. */
async function ofOtherAgent() {
  const { id } = await workspace.agent("Other", owner);
  const key = {
    id: `key_${id}`,
    agentId: id,
    algorithm: "ed25519" as const,
    addedBy: owner.personId,
    createdAt: now,
  };
  const publicKey = new Uint8Array(randomBytes(32));
  await db.insert(agentKeys).values({ ...key, publicKey, expiresAt: addSeconds(now, 3600) });
  const { caller, limit } = submission(small);
  return { keyId: key.id, caller: { ...caller, id }, limit: { ...limit, bucket: `ask:${id}` } };
}

test("a batch that waits for a lock holds back the asks of other agents only for a moment", async () => {
  await submit(small);
  const byOther = await ofOtherAgent();
  let isHeld = true;
  let held: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await tx.execute(sql`select from rate_limits where bucket = ${`ask:${agent.id}`} for update`);
    held = submit(small).finally(() => {
      isHeld = false;
    });
    await expectWaiting(db, 1);
    expect((await submit(small, byOther))?.state).toBe("allowed");
    expect(isHeld).toBe(true);
  });
  expect(await held).toMatchObject({ state: "allowed" });
});

test("a concurrent change of an agent delays no other agent's asks", async () => {
  const byOther = await ofOtherAgent();
  let delayed: Promise<unknown> = Promise.resolve();
  await db.transaction(async (tx) => {
    await tx.update(agents).set({ name: "Renamed" }).where(eq(agents.id, agent.id));
    delayed = submit(small);
    // In one batch with the first, or after the first: it does not wait in either case.
    expect((await submit(small, byOther))?.state).toBe("allowed");
    await expectWaiting(db, 1);
  });
  expect(await delayed).toMatchObject({ state: "allowed" });
});

test("of simultaneous asks under one webhook-id, one is stored", async () => {
  const results = await Promise.all(
    Array.from({ length: 20 }, () => submit(small, { webhookId: "msg_same" })),
  );
  expect(results.filter((result) => result !== undefined)).toHaveLength(1);
  expect(await db.$count(requests, eq(requests.agentId, agent.id))).toBe(1);
});

test("simultaneous asks are counted one by one: no more than the limit succeed", async () => {
  const limit = { bucket: `ask:${agent.id}`, limit: 50, windowSeconds: 60 };
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => submit(small, { limit })));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
  expect(await db.$count(requests, eq(requests.agentId, agent.id))).toBe(50);
});

test("the reason for a verdict that a rule or the policy could not be checked for is stored with the request, for auditors", async () => {
  const unreadable = { ...refund, params: { amount: 10.12345, currency: "USD" } };
  const unsure = await submit(unreadable);
  const sure = await submit(refund);
  const rows = await db.select({ id: requests.id, unchecked: requests.unchecked }).from(requests);
  const causes = new Map(rows.map(({ id, unchecked }) => [id, unchecked]));
  expect(causes.get(unsure?.id ?? "")).toBe("rules");
  expect(causes.get(sure?.id ?? "")).toBeNull();
});

test("an ask that stores no request announces none: one over the limit, and one whose webhook-id is known", async () => {
  for (let n = 0; n < 3; n++) await submit(refund, { webhookId: `msg_${n}` });
  await db.delete(outbox);
  await expect(submit(refund)).rejects.toMatchObject({ code: "rate_limited" });
  expect(await submit(refund, { webhookId: "msg_0", mostPending: 100 })).toBeUndefined();
  expect(await db.select().from(outbox)).toEqual([]);
});

test("programs hear of auto-approved and blocked requests only while an endpoint subscribes to them", async () => {
  const large: Action = { ...refund, params: { amount: 60_000, currency: "USD" } };
  const announced = async () => (await db.select().from(outbox).orderBy(outbox.id)).map(({ kind }) => kind);
  const askAll = async () => {
    await db.delete(outbox);
    for (const action of [small, large, refund]) await submit(action, { mostPending: 100 });
    return announced();
  };
  expect(await askAll()).toEqual(["request_pending"]);
  const endpoint = {
    id: "whe_1",
    url: "https://hooks.example",
    description: "SIEM",
    createdBy: owner.personId,
  };
  const secretSealed = new Uint8Array(1);
  await db.insert(webhookEndpoints).values({
    ...{ ...endpoint, secretSealed, createdAt: now },
    eventTypes: ["request.allowed", "request.blocked"],
  });
  expect(await askAll()).toEqual(["request_allowed", "request_blocked", "request_pending"]);
  await db.update(webhookEndpoints).set({ eventTypes: ["request.blocked"] });
  expect(await askAll()).toEqual(["request_blocked", "request_pending"]);
  await db.update(webhookEndpoints).set({ agentId: agent.id });
  expect(await askAll()).toEqual(["request_pending"]);
  await db
    .update(webhookEndpoints)
    .set({ agentId: null, status: "disabled", disabledReason: "by_person", disabledAt: now });
  expect(await askAll()).toEqual(["request_pending"]);
  await db.delete(webhookEndpoints);
});
