import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { ownershipOffers } from "#db/schema/ownership";
import { createTestDatabase } from "#db/testing/database";
import { addAgent } from "#lib/agents/testing/authority";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { declineOffers } from "./decline-offers.ts";
import { offerOwnership } from "./offer-ownership.ts";
import { withdrawOffer } from "./withdraw-offers.ts";

const now = new Date("2026-11-24T10:00:00Z");
let admin: TestPerson;
let second: TestPerson;
let owner: TestPerson;
let heir: TestPerson;

const { db } = await createTestDatabase();

beforeEach(async () => {
  await db.$client`update people set status = 'suspended' where 'admin' = any(roles)`;
  admin = await addPerson(db, { roles: ["admin"], now });
  second = await addPerson(db, { roles: ["admin"], now });
  owner = await addPerson(db, { roles: ["approver"], now });
  heir = await addPerson(db, { roles: ["approver"], now });
});

async function offered(by: TestPerson, of: TestPerson, count = 1): Promise<string[]> {
  const offers = [];
  for (let n = 0; n < count; n++)
    offers.push({ agentId: await addAgent(db, of.personId, now), toPersonId: heir.personId });
  return offerOwnership(db, { actor: by, offers, now });
}

async function orphanedOf(by: TestPerson, count: number): Promise<string[]> {
  const leaver = await addPerson(db, { roles: ["approver"], now });
  const agents = [];
  for (let n = 0; n < count; n++) agents.push(await addAgent(db, leaver.personId, now));
  await suspendPerson(db, { actor: admin, personId: leaver.personId, now });
  const offers = agents.map((agentId) => ({ agentId, toPersonId: heir.personId }));
  return offerOwnership(db, { actor: by, offers, now });
}

const decline = (offerIds: string[], reason = "I do not know these") =>
  declineOffers(db, { actor: heir, offerIds, reason, now });
const told = async ({ personId }: TestPerson) => (await listNotices(db, { personId, now })).notices;
const states = async (ids: string[]) =>
  Promise.all(
    ids.map(
      async (id) => (await db.select().from(ownershipOffers).where(eq(ownershipOffers.id, id)))[0]?.state,
    ),
  );

test("the person who offered an agent is notified who declined it and why; no one else is", async () => {
  const [id = ""] = await offered(owner, owner);
  await decline([id], "I leave in May");
  expect(await told(owner)).toMatchObject([
    { kind: "offer_declined", reason: "I leave in May", more: 0, orphaned: 0, by: expect.any(String) },
  ]);
  expect((await told(owner))[0]?.agentId).toMatch(/^agt_/);
  for (const other of [admin, second, heir]) expect(await told(other)).toEqual([]);
});

test("all admins are notified of declined orphaned agents, with one notice for the whole list", async () => {
  const ids = await orphanedOf(admin, 3);
  await decline(ids);
  for (const one of [admin, second])
    expect(await told(one)).toMatchObject([{ kind: "offer_declined", more: 2, orphaned: 3 }]);
  expect(await told(owner)).toEqual([]);
  expect(await states(ids)).toEqual(["declined", "declined", "declined"]);
});

test("each person is notified only of their own offers, and admins also of orphaned agents", async () => {
  const [mine = ""] = await offered(owner, owner);
  const orphaned = await orphanedOf(admin, 2);
  await decline([mine, ...orphaned]);
  expect(await told(owner)).toMatchObject([{ more: 0, orphaned: 0 }]);
  expect(await told(second)).toMatchObject([{ more: 1, orphaned: 2 }]);
});

test("an admin is notified how many agents of a declined list are orphaned", async () => {
  const orphaned = await orphanedOf(admin, 1);
  await decline([...orphaned, ...(await offered(admin, owner, 2))]);
  expect(await told(admin)).toMatchObject([{ more: 2, orphaned: 1 }]);
  expect(await told(second)).toMatchObject([{ more: 0, orphaned: 1 }]);
});

test("neither an offering person who is no longer active nor the declining person is notified", async () => {
  const both = await addPerson(db, { roles: ["admin", "approver"], now });
  const orphaned = await orphanedOf(both, 1);
  await db.$client`update people set status = 'suspended' where id = ${both.personId}`;
  await db.$client`update people set roles = '{admin,approver}' where id = ${heir.personId}`;
  await decline(orphaned);
  expect(await told(both)).toEqual([]);
  expect(await told(heir)).toEqual([]);
  expect(await told(admin)).toHaveLength(1);
});

test("a decline takes a reason, which is not written to the audit log", async () => {
  const [id = ""] = await offered(admin, owner);
  await expect(decline([id], "  ")).rejects.toMatchObject({ code: "invalid_input" });
  await expect(decline([id], "x".repeat(501))).rejects.toMatchObject({ code: "invalid_input" });
  expect(await states([id])).toEqual(["open"]);
  await decline([id], "Because of Fay's illness");
  const where = and(eq(auditEvents.type, "agent.offer_declined"), eq(auditEvents.actorId, heir.personId));
  const [event] = await db.select().from(auditEvents).where(where);
  expect(Buffer.from(event?.body ?? []).toString()).not.toContain("illness");
});

test("all or none: with a closed offer, or another person's, nothing is declined and the error names the offer", async () => {
  const [one = "", other = ""] = await offered(admin, owner, 2);
  await withdrawOffer(db, { actor: admin, offerId: other, now });
  await expect(decline([one, other])).rejects.toMatchObject({ code: "not_found" });
  await expect(declineOffers(db, { actor: owner, offerIds: [one], reason: "No", now })).rejects.toMatchObject(
    { code: "not_found" },
  );
  await expect(decline([])).rejects.toMatchObject({ code: "invalid_input" });
  await expect(decline(Array.from({ length: 201 }, () => one))).rejects.toMatchObject({
    code: "invalid_input",
  });
  expect(await states([one])).toEqual(["open"]);
  expect(await told(admin)).toEqual([]);
});

test("a decline and the suspension of the offering person at the same time both happen, without a deadlock", async () => {
  for (let round = 0; round < 10; round++) {
    const maker = await addPerson(db, { roles: ["admin"], now });
    const ids = await orphanedOf(maker, 3);
    const [declined, ended] = await Promise.allSettled([
      decline(ids),
      suspendPerson(db, { actor: admin, personId: maker.personId, now }),
    ]);
    expect(ended.status).toBe("fulfilled");
    const state = declined.status === "fulfilled" ? "declined" : "withdrawn";
    expect(await states(ids)).toEqual([state, state, state]);
  }
});
