import { and, eq, inArray } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { agents } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { people, type Role } from "#db/schema/directory";
import { ownershipOffers } from "#db/schema/ownership";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { changeRoles } from "#lib/membership/change-roles";
import { stateOf } from "#lib/membership/testing/owner-at-work";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { accept } from "#lib/ownership/testing/sign";
import { openTransfer } from "#lib/ownership/testing/transfer";
import { deactivatePerson } from "./deactivate-person.ts";
import { suspendPerson } from "./suspend-person.ts";

const now = new Date("2026-11-24T10:00:00Z");
const { db, admin, heir } = await openTransfer(now);

/** A person with two agents, one of which has a pending request. */
async function leaver(roles: Role[] = ["approver"]) {
  const person = await addPerson(db, { roles, now });
  const agentIds = [await addAgent(db, person.personId, now), await addAgent(db, person.personId, now)];
  const { requestId } = await addRequest(db, agentIds[0] ?? "", { state: "pending", now });
  const newOwners = (to: TestPerson = heir) =>
    agentIds.map((agentId) => ({ agentId, toPersonId: to.personId }));
  const offboard = (chosen = newOwners(), actor: TestPerson = admin) =>
    deactivatePerson(db, { actor, personId: person.personId, newOwners: chosen, now });
  return { ...person, person, agentIds, requestId, newOwners, offboard };
}

type Leaver = Awaited<ReturnType<typeof leaver>>;

async function stateAfter({ personId, agentIds, requestId }: Leaver) {
  const [person] = await db.select().from(people).where(eq(people.id, personId));
  const owned = await db.select().from(agents).where(inArray(agents.id, agentIds));
  const offers = await db
    .select()
    .from(ownershipOffers)
    .where(and(inArray(ownershipOffers.agentId, agentIds), eq(ownershipOffers.state, "open")));
  const { requests } = await stateOf(db, agentIds[0] ?? "");
  return {
    person: person?.status,
    agents: owned.map(({ ownerId, status }) => (ownerId === personId ? status : `${status}, moved`)),
    offeredTo: offers.map(({ toPersonId, offeredBy }) => `${toPersonId} by ${offeredBy}`),
    request: requests[requestId]?.state,
  };
}

const untouched = {
  person: "active",
  agents: ["active", "active"],
  offeredTo: [] as string[],
  request: "pending",
};

describe("deactivating a person with new owners for the agents", () => {
  it("offers each agent in the same transaction, and each stays quarantined until it is accepted", async () => {
    const gone = await leaver();
    await gone.offboard();
    const toHeir = `${heir.personId} by ${admin.personId}`;
    expect(await stateAfter(gone)).toEqual({
      person: "left",
      agents: ["quarantined", "quarantined"],
      offeredTo: [toHeir, toHeir],
      request: "cancelled",
    });
    const [offer] = await db
      .select()
      .from(ownershipOffers)
      .where(eq(ownershipOffers.agentId, gone.agentIds[0] ?? ""));
    await accept(db, heir, offer?.id ?? "", now);
    expect((await stateAfter(gone)).agents.sort()).toEqual(["active, moved", "quarantined"]);
  });

  it("leaves an agent without a new owner quarantined and without an offer", async () => {
    const gone = await leaver();
    await gone.offboard(gone.newOwners().slice(0, 1));
    expect((await stateAfter(gone)).offeredTo).toHaveLength(1);
    expect((await stateAfter(gone)).agents).toEqual(["quarantined", "quarantined"]);
  });

  it("replaces the offer that the person made, and refuses to replace an admin's", async () => {
    const gone = await leaver();
    const [agentId = ""] = gone.agentIds;
    const other = await addPerson(db, { roles: ["approver"], now });
    const offers = [{ agentId, toPersonId: other.personId }];
    await offerOwnership(db, { actor: gone.person, offers, now });
    await gone.offboard();
    expect((await stateAfter(gone)).offeredTo).not.toContainEqual(expect.stringContaining(other.personId));

    const offered = await leaver();
    const [offeredId = ""] = offered.agentIds;
    const theirs = [{ agentId: offeredId, toPersonId: other.personId }];
    await offerOwnership(db, { actor: admin, offers: theirs, now });
    await expect(offered.offboard()).rejects.toMatchObject({ code: "conflict" });
    expect(await stateAfter(offered)).toMatchObject({ person: "active", agents: ["active", "active"] });
  });
});

describe("a choice that no longer holds deactivates no one and offers nothing", () => {
  const changes: [string, string, (gone: Leaver) => Promise<unknown>][] = [
    ["the new owner is the person who leaves", "conflict", (gone) => gone.offboard(gone.newOwners(gone))],
    [
      "one of two new owners was suspended",
      "owner_inactive",
      async (gone) => {
        const late = await addPerson(db, { roles: ["approver"], now });
        await suspendPerson(db, { actor: admin, personId: late.personId, now });
        return gone.offboard([...gone.newOwners().slice(0, 1), ...gone.newOwners(late).slice(1)]);
      },
    ],
    [
      "a new owner isn't an approver",
      "owner_inactive",
      async (gone) => gone.offboard(gone.newOwners(await addPerson(db, { roles: ["auditor"], now }))),
    ],
    [
      "one of the agents belongs to another person",
      "conflict",
      async (gone) => {
        const foreign = await addAgent(db, heir.personId, now);
        const other = await addPerson(db, { roles: ["approver"], now });
        return gone.offboard([...gone.newOwners(), { agentId: foreign, toPersonId: other.personId }]);
      },
    ],
    [
      "one of the agents was named twice",
      "conflict",
      (gone) => gone.offboard([...gone.newOwners(), ...gone.newOwners()]),
    ],
    [
      "the admin lost the role at this moment",
      "not_found",
      async (gone) => {
        const former = await addPerson(db, { roles: ["admin"], now });
        await changeRoles(db, { actor: admin, personId: former.personId, roles: ["auditor"], now });
        return gone.offboard(gone.newOwners(), former);
      },
    ],
  ];

  it.each(changes)("%s", async (_, code, act) => {
    const gone = await leaver();
    await expect(act(gone)).rejects.toMatchObject({ code });
    expect(await stateAfter(gone)).toEqual(untouched);
  });

  it("one of the agents was revoked", async () => {
    const gone = await leaver();
    await revokeAgents(db, { actor: admin, agentIds: gone.agentIds.slice(1), now });
    await expect(gone.offboard()).rejects.toMatchObject({ code: "agent_revoked" });
    expect(await stateAfter(gone)).toMatchObject({ person: "active", offeredTo: [], request: "pending" });
  });

  it("an agent changed owner since the page was opened", async () => {
    const gone = await leaver();
    const [agentId = ""] = gone.agentIds;
    const next = await addPerson(db, { roles: ["approver"], now });
    const offers = [{ agentId, toPersonId: next.personId }];
    const [offerId = ""] = await offerOwnership(db, { actor: admin, offers, now });
    await accept(db, next, offerId, now);
    await expect(gone.offboard()).rejects.toMatchObject({
      code: "conflict",
      userMessage: expect.stringContaining("has another owner now"),
    });
    expect((await stateAfter(gone)).person).toBe("active");
  });

  it("the actor's Admin role was removed since the page was opened", async () => {
    const gone = await leaver();
    const demoted = await addPerson(db, { roles: ["admin", "approver"], now });
    await changeRoles(db, { actor: admin, personId: demoted.personId, roles: ["approver"], now });
    // Withdraws nothing either: without new owners, no offer needs the role.
    for (const chosen of [gone.newOwners(), []])
      await expect(gone.offboard(chosen, demoted)).rejects.toMatchObject({ code: "not_found" });
    expect(await stateAfter(gone)).toEqual(untouched);
  });

  it("the person is an admin who chose the new owners", async () => {
    const gone = await leaver(["admin", "approver"]);
    await expect(gone.offboard(gone.newOwners(), gone.person)).rejects.toMatchObject({ code: "conflict" });
    expect(await stateAfter(gone)).toEqual(untouched);
  });
});

it("twenty simultaneous deactivations deactivate once and offer each agent once", async () => {
  const gone = await leaver(["admin", "approver"]);
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => gone.offboard()));
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const attempt of attempts)
    if (attempt.status === "rejected") expect(attempt.reason).toMatchObject({ code: "conflict" });
  const offered = await db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.type, "agent.offered"), inArray(auditEvents.agentId, gone.agentIds)));
  expect(offered).toHaveLength(2);
}, 60_000);

it("of two people who are each to inherit from the other, at the same time, one leaves", async () => {
  for (let round = 0; round < 6; round++) {
    const [one, other] = [await leaver(), await leaver()];
    const attempts = await Promise.allSettled([
      one.offboard(one.newOwners(other)),
      other.offboard(other.newOwners(one)),
    ]);
    expect(attempts.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = attempts.find((attempt) => attempt.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "owner_inactive" });
  }
}, 60_000);

it("the last active admin isn't deactivated, whatever the new owners", async () => {
  const all = await db.select().from(people).where(eq(people.status, "active"));
  const only = await leaver(["admin", "approver"]);
  for (const { id, roles } of all)
    if (roles.includes("admin") && id !== admin.personId && id !== only.personId)
      await suspendPerson(db, { actor: admin, personId: id, now });
  const [won, lost] = await Promise.allSettled([
    only.offboard(),
    suspendPerson(db, { actor: only.person, personId: admin.personId, now }),
  ]);
  expect([won.status, lost.status].sort()).toEqual(["fulfilled", "rejected"]);
});
