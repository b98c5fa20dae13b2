import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import type { Role } from "#db/schema/directory";
import { ownershipOffers } from "#db/schema/ownership";
import { createTestDatabase } from "#db/testing/database";
import { createAgent } from "#lib/agents/create-agent";
import { findAgent } from "#lib/agents/find-agent";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/clock";
import { changeRoles } from "#lib/membership/change-roles";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { stateOf } from "#lib/membership/testing/owner-at-work";
import { addPerson, masterSecret, type TestPerson } from "#lib/membership/testing/people";
import { accept, signAcceptance, signature } from "#lib/ownership/testing/sign";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { seedPolicy } from "#lib/publishing/seed";
import { revokeAgents } from "#lib/revocation/revoke-agents";
import { acceptOffer } from "./accept-offer.ts";
import { declineOffers } from "./decline-offers.ts";
import { findAcceptance } from "./find-acceptance.ts";
import { listOffersTo } from "./list-offers.ts";
import { offerOwnership } from "./offer-ownership.ts";
import { expireOffers, withdrawOffer } from "./withdraw-offers.ts";

const now = new Date("2026-11-24T10:00:00Z");

let db: Database;
let admin: TestPerson;
let owner: TestPerson;
let heir: TestPerson;

beforeAll(async () => {
  ({ db } = await createTestDatabase());
  await db.transaction((tx) => seedPolicy(tx, now));
  admin = await addPerson(db, { roles: ["admin"], now });
  owner = await addPerson(db, { roles: ["approver"], now });
  heir = await addPerson(db, { roles: ["approver"], now });
});

async function offer(agentId: string, to: TestPerson = heir, actor: TestPerson = admin) {
  const [id = ""] = await offerOwnership(db, {
    actor,
    offers: [{ agentId, toPersonId: to.personId }],
    now,
  });
  return id;
}

async function ownerOf(agentId: string) {
  const [row] = await db.select().from(agents).where(eq(agents.id, agentId));
  return row && { ownerId: row.ownerId, status: row.status, ownerEpoch: row.ownerEpoch };
}

const demote = ({ personId }: TestPerson, roles: Role[]) =>
  changeRoles(db, { actor: admin, personId, roles, now });

interface Closing {
  actor: TestPerson;
  offerId: string;
}

const decline = ({ actor, offerId }: Closing) =>
  declineOffers(db, { actor, offerIds: [offerId], reason: "Not mine", now });
const withdraw = (closing: Closing) => withdrawOffer(db, { ...closing, now });

async function stateOfOffer(id: string) {
  const [row] = await db.select().from(ownershipOffers).where(eq(ownershipOffers.id, id));
  return row?.state;
}

describe("offering an agent", () => {
  it("changes nothing: the old owner stays accountable, under the same epoch", async () => {
    const agentId = await addAgent(db, owner.personId, now);
    const { requestId } = await addRequest(db, agentId, { state: "pending", now });
    await offer(agentId, heir, owner);
    expect(await ownerOf(agentId)).toEqual({ ownerId: owner.personId, status: "active", ownerEpoch: 1 });
    expect((await stateOf(db, agentId)).requests[requestId]?.state).toBe("pending");
  });

  it("is for admins and the owner, and goes to active approvers who do not own it", async () => {
    const agentId = await addAgent(db, owner.personId, now);
    await expect(offer(agentId, owner, heir)).rejects.toMatchObject({ code: "not_found" });
    await expect(offer(agentId, owner)).rejects.toMatchObject({ code: "conflict" });
    await expect(offer(agentId, admin)).rejects.toMatchObject({ code: "owner_inactive" });
    const gone = await addPerson(db, { roles: ["approver"], status: "suspended", now });
    await expect(offer(agentId, gone)).rejects.toMatchObject({ code: "owner_inactive" });
  });

  it("is refused to a person suspended since the page was opened", async () => {
    const leaver = await addPerson(db, { roles: ["approver"], now });
    const agentId = await addAgent(db, leaver.personId, now);
    await suspendPerson(db, { actor: admin, personId: leaver.personId, now });
    await expect(offer(agentId, heir, leaver)).rejects.toMatchObject({ code: "not_found" });
  });

  it("creates one offer when one agent is offered twenty times at the same time", async () => {
    const agentId = await addAgent(db, owner.personId, now);
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => offer(agentId)));
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is possible again once the last offer expired, was declined or was withdrawn", async () => {
    const agentId = await addAgent(db, owner.personId, now);
    const first = await offer(agentId);
    await expect(decline({ actor: owner, offerId: first })).rejects.toMatchObject({
      code: "not_found",
    });
    await decline({ actor: heir, offerId: first });
    const second = await offer(agentId, heir, admin);
    await withdrawOffer(db, { actor: owner, offerId: second, now });
    const third = await offer(agentId);
    const later = addSeconds(now, 7 * 86_400);
    await expect(accept(db, heir, third, later)).rejects.toMatchObject({ code: "not_found" });
    const offers = [{ agentId, toPersonId: heir.personId }];
    await offerOwnership(db, { actor: admin, offers, now: later });
    expect([await stateOfOffer(first), await stateOfOffer(second), await stateOfOffer(third)]).toEqual([
      "declined",
      "withdrawn",
      "expired",
    ]);
  });

  it("creates an offer that expires after seven days, even if the job runs repeatedly", async () => {
    const id = await offer(await addAgent(db, owner.personId, now));
    expect(await expireOffers(db, addSeconds(now, 7 * 86_400 - 1))).toBe(0);
    expect(await expireOffers(db, addSeconds(now, 7 * 86_400))).toBeGreaterThan(0);
    expect(await expireOffers(db, addSeconds(now, 7 * 86_400))).toBe(0);
    expect(await stateOfOffer(id)).toBe("expired");
  });
});

describe("accepting an agent (invariant 8)", () => {
  it("raises the epoch, cancels pending requests and revokes grants", async () => {
    const { agentId } = await createAgent(db, {
      actor: admin,
      name: "Refund bot",
      ownerId: owner.personId,
      backupIds: [heir.personId],
      now,
    });
    const pending = await addRequest(db, agentId, { state: "pending", now });
    const granted = await addRequest(db, agentId, { state: "approved", grant: "issued", now });
    await accept(db, heir, await offer(agentId), now);
    const state = await stateOf(db, agentId);
    expect(await ownerOf(agentId)).toEqual({ ownerId: heir.personId, status: "active", ownerEpoch: 2 });
    expect(state.requests[pending.requestId]).toEqual({ state: "cancelled", closeReason: "owner_changed" });
    expect(state.grants[granted.grantId ?? ""]).toBe("revoked");
    // The new owner is no longer a backup approver of the same agent.
    expect((await findAgent(db, { viewer: admin, agentId, now })).backups).toEqual([]);
  });

  it.each([
    ["loses the role of admin", (by: TestPerson) => demote(by, ["approver"])],
    ["loses it and was no approver", (by: TestPerson) => demote(by, ["auditor"])],
    ["is suspended", ({ personId }: TestPerson) => suspendPerson(db, { actor: admin, personId, now })],
    ["leaves", ({ personId }: TestPerson) => deactivatePerson(db, { actor: admin, personId, now })],
  ])("is refused for an offer whose maker, an admin, %s before the acceptance", async (how, end) => {
    const isApprover = how !== "loses it and was no approver";
    const maker = await addPerson(db, { roles: isApprover ? ["admin", "approver"] : ["admin"], now });
    const agentId = await addAgent(db, owner.personId, now);
    const id = await offer(agentId, heir, maker);
    const signed = await signAcceptance(db, heir, id, now);
    await end(maker);
    expect(await stateOfOffer(id)).toBe("withdrawn");
    await expect(acceptOffer(db, { ...signed, offerId: id })).rejects.toMatchObject({ code: "not_found" });
    expect((await ownerOf(agentId))?.ownerId).toBe(owner.personId);
    // Withdrawn on the record, and the agent can be offered again.
    const where = and(eq(auditEvents.type, "agent.offer_withdrawn"), eq(auditEvents.agentId, agentId));
    expect(await db.$count(auditEvents, where)).toBe(1);
    await offer(agentId);
  });

  it("is possible for an owner's offer after the owner loses the admin role", async () => {
    const maker = await addPerson(db, { roles: ["admin", "approver"], now });
    const agentId = await addAgent(db, maker.personId, now);
    const id = await offer(agentId, heir, maker);
    await demote(maker, ["approver"]);
    expect(await stateOfOffer(id)).toBe("open");
    await accept(db, heir, id, now);
    expect((await ownerOf(agentId))?.ownerId).toBe(heir.personId);
  });

  it("is possible for an offer whose maker gets another role and stays an admin", async () => {
    const maker = await addPerson(db, { roles: ["admin"], now });
    const id = await offer(await addAgent(db, owner.personId, now), heir, maker);
    await demote(maker, ["admin", "auditor"]);
    expect(await stateOfOffer(id)).toBe("open");
  });

  it("reactivates an orphaned agent, and not before", async () => {
    const leaver = await addPerson(db, { roles: ["approver"], now });
    const agentId = await addAgent(db, leaver.personId, now);
    await suspendPerson(db, { actor: admin, personId: leaver.personId, now });
    const id = await offer(agentId);
    expect((await ownerOf(agentId))?.status).toBe("quarantined");
    await accept(db, heir, id, now);
    expect(await ownerOf(agentId)).toEqual({ ownerId: heir.personId, status: "active", ownerEpoch: 3 });
  });

  it("is signed over a statement with the agent and its permissions, stored with the evidence", async () => {
    const agentId = await addAgent(db, owner.personId, now);
    const id = await offer(agentId);
    const { statement } = await findAcceptance(db, {
      viewer: heir,
      offerId: id,
      secret: masterSecret,
      now,
    });
    expect(statement).toMatchObject({ agent: agentId, from: owner.personId, new_owner: heir.personId });
    expect(statement.authority.rules.map(({ words }) => words)).toContainEqual(
      "Refund a payment: auto-approve, when amount is up to 100, in USD, EUR or GBP",
    );
    await accept(db, heir, id, now);
    const [row] = await db.select().from(ownershipOffers).where(eq(ownershipOffers.id, id));
    expect(row?.state).toBe("accepted");
    expect(Buffer.from(row?.statement ?? []).toString()).toContain(agentId);
    expect(row?.signature?.byteLength).toBeGreaterThan(60);
  });

  it("is only for the offer's recipient, and each statement only for its own offer", async () => {
    const [one, other] = [await addAgent(db, owner.personId, now), await addAgent(db, owner.personId, now)];
    const [first, second] = [await offer(one), await offer(other)];
    await expect(signAcceptance(db, owner, first, now)).rejects.toMatchObject({ code: "not_found" });
    const signed = await signAcceptance(db, heir, first, now);
    await expect(acceptOffer(db, { ...signed, offerId: second })).rejects.toMatchObject({
      code: "request_changed",
    });
    // The challenge is used up all the same (invariant 4).
    await expect(acceptOffer(db, { ...signed, offerId: first })).rejects.toMatchObject({
      code: "challenge_expired",
    });
    expect((await listOffersTo(db, { viewer: heir, now })).map(({ id }) => id)).toContain(first);
  });

  it("another person's attempt with the signature does not consume its challenge (invariant 4)", async () => {
    const agentId = await addAgent(db, owner.personId, now);
    const id = await offer(agentId);
    const signed = await signAcceptance(db, heir, id, now);
    const stolen = { ...signed, personId: owner.personId, offerId: id };
    await expect(acceptOffer(db, stolen)).rejects.toMatchObject({ code: "challenge_expired" });
    await acceptOffer(db, { ...signed, offerId: id });
    expect((await ownerOf(agentId))?.ownerId).toBe(heir.personId);
  });

  it("another person's passkey over the statement is refused (invariant 3)", async () => {
    const agentId = await addAgent(db, owner.personId, now);
    const id = await offer(agentId);
    const signed = await signAcceptance(db, { ...heir, authenticator: owner.authenticator }, id, now);
    await expect(acceptOffer(db, { ...signed, offerId: id })).rejects.toMatchObject({
      code: "wrong_passkey",
    });
    expect((await ownerOf(agentId))?.ownerId).toBe(owner.personId);
  });

  it("takes a statement that still matches the agent", async () => {
    const agentId = await addAgent(db, owner.personId, now);
    const id = await offer(agentId);
    const reading = { viewer: heir, offerId: id, secret: masterSecret, now };
    const read = await findAcceptance(db, reading);
    const stale = await signature(db, heir, read, now);
    await db.update(agents).set({ ownerEpoch: 2 }).where(eq(agents.id, agentId));
    await expect(acceptOffer(db, { ...stale, offerId: id })).rejects.toMatchObject({
      code: "request_changed",
    });
    const { rules, defaultOutcome, version } = await versionInForce(db);
    const signed = await signAcceptance(db, heir, id, now);
    await publishPolicy(db, { actor: admin, rules, defaultOutcome, expectedVersion: version, now });
    await expect(acceptOffer(db, { ...signed, offerId: id })).rejects.toMatchObject({
      code: "request_changed",
    });
    expect((await ownerOf(agentId))?.ownerId).toBe(owner.personId);
    await accept(db, heir, id, now);
    expect((await ownerOf(agentId))?.ownerId).toBe(heir.personId);
  });

  it.each([
    ["different labels", { labels: ["payments", "prod"] }],
    ["another name", { name: "Payments bot" }],
  ])("is refused when the agent has %s than the signed statement", async (_, change) => {
    const agentId = await addAgent(db, owner.personId, now);
    const id = await offer(agentId);
    const signed = await signAcceptance(db, heir, id, now);
    await db.update(agents).set(change).where(eq(agents.id, agentId));
    await expect(acceptOffer(db, { ...signed, offerId: id })).rejects.toMatchObject({
      code: "request_changed",
    });
    expect((await ownerOf(agentId))?.ownerId).toBe(owner.personId);
    await accept(db, heir, id, now);
  });

  it("takes the recipient's own passkey, with user verification, over our own bytes", async () => {
    const id = await offer(await addAgent(db, owner.personId, now));
    const reading = { viewer: heir, offerId: id, secret: masterSecret, now };
    const { bytes, seal } = await findAcceptance(db, reading);
    const unverified = await signature(db, heir, { bytes, seal }, now, { userVerified: false });
    await expect(acceptOffer(db, { ...unverified, offerId: id })).rejects.toMatchObject({
      code: "user_not_verified",
    });
    const altered = Buffer.from(Buffer.from(bytes).toString().replace('"more_rules":0', '"more_rules":1'));
    await expect(signature(db, heir, { bytes: altered, seal }, now)).rejects.toMatchObject({
      code: "request_changed",
    });
    await expect(signature(db, owner, { bytes, seal }, now)).rejects.toMatchObject({
      code: "request_changed",
    });
    await expect(signature(db, heir, { bytes, seal }, addSeconds(now, 3600))).rejects.toMatchObject({
      code: "request_changed",
    });
  });

  it("is too late when signed in time but sent after the offer expired", async () => {
    const id = await offer(await addAgent(db, owner.personId, now));
    const signed = await signAcceptance(db, heir, id, addSeconds(now, 7 * 86_400 - 30));
    const late = addSeconds(now, 7 * 86_400);
    await expect(acceptOffer(db, { ...signed, now: late, offerId: id })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is too late when signed before the offer was declined or withdrawn", async () => {
    for (const [close, actor] of [
      [decline, heir],
      [withdraw, admin],
    ] as const) {
      const id = await offer(await addAgent(db, owner.personId, now));
      const signed = await signAcceptance(db, heir, id, now);
      await close({ actor, offerId: id });
      await expect(acceptOffer(db, { ...signed, offerId: id })).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("a revoked agent cannot be accepted: its offer was withdrawn", async () => {
    const agentId = await addAgent(db, owner.personId, now);
    const id = await offer(agentId);
    const signed = await signAcceptance(db, heir, id, now);
    await revokeAgents(db, { actor: owner, agentIds: [agentId], now });
    await expect(acceptOffer(db, { ...signed, offerId: id })).rejects.toMatchObject({
      code: "agent_revoked",
    });
    expect(await stateOfOffer(id)).toBe("withdrawn");
  });
});

describe("at the same moment", () => {
  it("twenty acceptances of one offer result in one owner and one new epoch", async () => {
    const agentId = await addAgent(db, owner.personId, now);
    const id = await offer(agentId);
    const signed = [];
    // The counters increase and every signature verifies: only the offer decides.
    for (let n = 0; n < 20; n++) signed.push(await signAcceptance(db, heir, id, now));
    const attempts = await Promise.allSettled(signed.map((one) => acceptOffer(db, { ...one, offerId: id })));
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await ownerOf(agentId)).toEqual({ ownerId: heir.personId, status: "active", ownerEpoch: 2 });
  });

  it.each([
    ["suspended", (personId: string) => suspendPerson(db, { actor: admin, personId, now })],
    [
      "no longer an approver",
      (personId: string) => changeRoles(db, { actor: admin, personId, roles: ["auditor"], now }),
    ],
  ])("a new owner who is %s never has an active agent, in either order", async (_, end) => {
    for (let round = 0; round < 10; round++) {
      const late = await addPerson(db, { roles: ["approver"], now });
      const agentId = await addAgent(db, owner.personId, now);
      const id = await offer(agentId, late);
      const signed = await signAcceptance(db, late, id, now);
      const [accepted] = await Promise.allSettled([
        acceptOffer(db, { ...signed, offerId: id }),
        end(late.personId),
      ]);
      const expected =
        accepted.status === "fulfilled"
          ? { ownerId: late.personId, status: "quarantined", ownerEpoch: 3 }
          : { ownerId: owner.personId, status: "active", ownerEpoch: 1 };
      expect(await ownerOf(agentId)).toEqual(expected);
    }
  });

  it("an old owner suspended during the acceptance leaves the agent with an active owner, or quarantined", async () => {
    for (let round = 0; round < 10; round++) {
      const leaver = await addPerson(db, { roles: ["approver"], now });
      const agentId = await addAgent(db, leaver.personId, now);
      const id = await offer(agentId);
      const signed = await signAcceptance(db, heir, id, now);
      const [accepted] = await Promise.allSettled([
        acceptOffer(db, { ...signed, offerId: id }),
        suspendPerson(db, { actor: admin, personId: leaver.personId, now }),
      ]);
      const expected =
        accepted.status === "fulfilled"
          ? { ownerId: heir.personId, status: "active", ownerEpoch: 2 }
          : { ownerId: leaver.personId, status: "quarantined", ownerEpoch: 2 };
      expect(await ownerOf(agentId)).toEqual(expected);
    }
  });

  it("an offer by an admin who loses the role during the acceptance is accepted, or withdrawn", async () => {
    for (let round = 0; round < 10; round++) {
      const maker = await addPerson(db, { roles: ["admin", "approver"], now });
      const agentId = await addAgent(db, owner.personId, now);
      const id = await offer(agentId, heir, maker);
      const signed = await signAcceptance(db, heir, id, now);
      const [accepted, demoted] = await Promise.allSettled([
        acceptOffer(db, { ...signed, offerId: id }),
        demote(maker, ["approver"]),
      ]);
      expect(demoted.status).toBe("fulfilled");
      const isAccepted = accepted.status === "fulfilled";
      expect(await stateOfOffer(id)).toBe(isAccepted ? "accepted" : "withdrawn");
      expect((await ownerOf(agentId))?.ownerId).toBe((isAccepted ? heir : owner).personId);
    }
  });

  it("of an acceptance and a withdrawal, one succeeds and the other reports it", async () => {
    for (let round = 0; round < 10; round++) {
      const agentId = await addAgent(db, owner.personId, now);
      const id = await offer(agentId);
      const signed = await signAcceptance(db, heir, id, now);
      const outcomes = await Promise.allSettled([
        acceptOffer(db, { ...signed, offerId: id }),
        withdrawOffer(db, { actor: admin, offerId: id, now }),
      ]);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const isAccepted = outcomes[0].status === "fulfilled";
      expect(await stateOfOffer(id)).toBe(isAccepted ? "accepted" : "withdrawn");
      expect((await ownerOf(agentId))?.ownerId).toBe((isAccepted ? heir : owner).personId);
    }
  });
});
