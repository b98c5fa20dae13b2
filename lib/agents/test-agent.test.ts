import { eq, sql as fragment } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Database } from "#db/client";
import { agentBackups, agentEnrollmentCodes, agentKeys, agents, workloadIdentities } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { grants } from "#db/schema/grants";
import { ownershipOffers } from "#db/schema/ownership";
import { requests } from "#db/schema/requests";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { findOrCreateTestAgent } from "./test-agent.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const ada = await workspace.person("Ada", ["admin", "approver"]);
const bo = await workspace.person("Bo", ["admin", "approver"]);
const open = (actor = ada) => db.transaction((tx) => findOrCreateTestAgent(tx, { actor, now }));
const { agentId, keyId } = await open();
const bot = await workspace.agent("Bot", ada);

/** What the database says to a change, undefined if it accepts it. */
async function refusalOf(change: (database: Database) => PromiseLike<unknown>): Promise<string | undefined> {
  try {
    await change(db);
    return undefined;
  } catch (thrown) {
    const { code, constraint_name: constraint } = (thrown as { cause: Record<string, string> }).cause;
    return constraint ?? code;
  }
}

const refused = "23001"; // restrict_violation

const grantOf = (of: string) => ({
  ...{ id: newId("gnt", now), requestId: newId("req", now), agentId: of, ownerId: ada.personId },
  ...{ ownerEpoch: 1, actionDigest: "x", kid: "x", claims: "{}", state: "issued" as const, issuedAt: now },
  expiresAt: addSeconds(now, 60),
});

test("a person has one test agent, of many presses at the same time", async () => {
  const found = await Promise.all(Array.from({ length: 10 }, () => open(bo)));
  expect(new Set(found.map((agent) => agent.agentId)).size).toBe(1);
  expect(await open()).toEqual({ agentId, keyId });
  expect(found[0]?.agentId).not.toBe(agentId);
  const second = { name: "Second", ownerId: bo.personId, status: "active", isTest: true } as const;
  const more = { id: newId("agt", now), createdBy: bo.personId, createdAt: now };
  const insert = refusalOf((sql) => sql.insert(agents).values({ ...second, ...more }));
  expect(await insert).toBe("agents_one_test_for_owner");
});

test("only an active approver who is an admin gets one", async () => {
  const refusal = async (actor: typeof ada) => open(actor).then(undefined, ({ code }) => code);
  expect(await refusal(await workspace.person("Cy", ["approver"]))).toBe("not_found");
  expect(await refusal(await workspace.person("Di", ["admin"]))).toBe("owner_inactive");
  expect(await refusal(await workspace.person("Ed", ["admin", "approver"], "suspended"))).toBe(
    "owner_inactive",
  );
});

test("its creation is recorded, as that of a test agent", async () => {
  const [event] = await db.select().from(auditEvents).where(eq(auditEvents.agentId, agentId));
  expect(JSON.parse(Buffer.from(event?.body ?? []).toString())).toMatchObject({
    type: "agent.created",
    data: { owner: ada.personId, test: true },
  });
});

test("its key has no material and has expired since it exists", async () => {
  const [key] = await db.select().from(agentKeys).where(eq(agentKeys.id, keyId));
  expect(key).toMatchObject({ algorithm: "none", publicKey: null, secretSealed: null, tokenHash: null });
  expect(key?.expiresAt).toEqual(key?.createdAt);
  const later = { expiresAt: addSeconds(now, 60) };
  const extend = refusalOf((sql) => sql.update(agentKeys).set(later).where(eq(agentKeys.id, keyId)));
  expect(await extend).toBe("agent_keys_material");
});

test("the database refuses any other key for it, and such a key for any other agent", async () => {
  const key = (of: string) => ({
    id: newId("key", now),
    agentId: of,
    addedBy: ada.personId,
    createdAt: now,
    expiresAt: now,
  });
  const publicKey = new Uint8Array(32);
  const insert = (values: typeof agentKeys.$inferInsert) =>
    refusalOf((sql) => sql.insert(agentKeys).values(values));
  expect(await insert({ ...key(agentId), algorithm: "ed25519", publicKey })).toBe(refused);
  expect(await insert({ ...key(agentId), algorithm: "bearer", tokenHash: "x" })).toBe(refused);
  expect(await insert({ ...key(bot.id), algorithm: "none" })).toBe(refused);
  const given = { ...key(bot.id), algorithm: "ed25519" as const, publicKey };
  expect(await insert(given)).toBeUndefined();
  const move = { agentId };
  expect(await refusalOf((sql) => sql.update(agentKeys).set(move).where(eq(agentKeys.id, given.id)))).toBe(
    refused,
  );
});

test("the database refuses grants, codes, workloads, backup approvers and offers for it", async () => {
  const at = { createdAt: now, expiresAt: addSeconds(now, 60) };
  const who = { createdBy: ada.personId, addedBy: ada.personId };
  const attempts = (of: string) => ({
    grant: () => db.insert(grants).values(grantOf(of)),
    code: () => db.insert(agentEnrollmentCodes).values({ codeHash: of, agentId: of, ...who, ...at }),
    workload: () =>
      db.insert(workloadIdentities).values({
        ...{ id: newId("wid", now), agentId: of, issuer: "https://ci", audience: "a", subject: "s" },
        ...{ keyMinutes: 5, addedBy: ada.personId, createdAt: now },
      }),
    backup: () => db.insert(agentBackups).values({ agentId: of, personId: bo.personId }),
    offer: () =>
      db.insert(ownershipOffers).values({
        ...{ id: newId("off", now), agentId: of, fromPersonId: ada.personId, toPersonId: bo.personId },
        ...{ offeredBy: ada.personId, state: "open", createdAt: now, expiresAt: at.expiresAt },
      }),
  });
  for (const [name, attempt] of Object.entries(attempts(agentId)))
    expect([name, await refusalOf(attempt)]).toEqual([name, refused]);
  // The same rows of another agent: nothing else about them is refused.
  for (const [name, attempt] of Object.entries(attempts(bot.id)))
    expect([name, await refusalOf(attempt)]).toEqual([name, undefined]);
});

test("it stays a test agent of its owner, and no agent becomes one", async () => {
  const change = (id: string, to: Partial<typeof agents.$inferInsert>) =>
    refusalOf((sql) => sql.update(agents).set(to).where(eq(agents.id, id)));
  expect(await change(agentId, { ownerId: bo.personId })).toBe(refused);
  expect(await change(agentId, { isTest: false })).toBe(refused);
  expect(await change(bot.id, { isTest: true })).toBe(refused);
  expect(await change(bot.id, { ownerId: bo.personId })).toBeUndefined();
});

test("the database gives the edge of test requests to a test agent alone, and moves no grant to one", async () => {
  const setEdge = (edge: "test" | null, id = bot.id) =>
    refusalOf((sql) => sql.update(requests).set({ edge }).where(eq(requests.agentId, id)));
  const requestId = await workspace.request(bot);
  expect(await setEdge("test")).toBe(refused);
  expect(await setEdge(null)).toBeUndefined();
  const copy = (edge: string, of: string) =>
    refusalOf((sql) =>
      sql.execute(fragment`insert into requests select (jsonb_populate_record(r, jsonb_build_object(
        'id', ${newId("req", now)}::text, 'webhook_id', ${of + edge}::text, 'edge', ${edge}::text,
        'agent_id', ${of}::text))).* from requests r where id = ${requestId}`),
    );
  expect(await copy("test", bot.id)).toBe(refused);
  expect(await copy("envoy", bot.id)).toBeUndefined();
  expect(await copy("test", agentId)).toBeUndefined();
  expect(await setEdge(null, agentId)).toBe(refused);
  await db.insert(grants).values(grantOf(bot.id));
  const moved = refusalOf((sql) => sql.update(grants).set({ agentId }).where(eq(grants.agentId, bot.id)));
  expect(await moved).toBe(refused);
});
