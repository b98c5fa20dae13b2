import { and, eq, inArray } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { agents } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { people, type Role } from "#db/schema/directory";
import { createAgent } from "#lib/agents/create-agent";
import { findAgent } from "#lib/agents/find-agent";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/kernel/clock";
import { base64url } from "#lib/kernel/digest";
import { changeRoles } from "#lib/membership/change-roles";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { stateOf } from "#lib/membership/testing/owner-at-work";
import { addPerson, masterSecret, site, type TestPerson } from "#lib/membership/testing/people";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { newAcceptance, ownershipKind } from "#lib/ownership/statement";
import { accept, readOffers, signAcceptance, signature } from "#lib/ownership/testing/sign";
import { openTransfer } from "#lib/ownership/testing/transfer";
import { sealStatement } from "#lib/passkeys/signing/seal-statement";
import { issueStatementChallenge } from "#lib/passkeys/signing/statement-challenge";
import { acceptOffers } from "./accept-offers.ts";
import { offerOwnership } from "./offer-ownership.ts";

const now = new Date("2026-11-24T10:00:00Z");
const { db, admin, owner, heir, offered, stateOfOffer } = await openTransfer(now);

async function ownersOf(agentIds: string[]) {
  const rows = await db.select().from(agents).where(inArray(agents.id, agentIds));
  return new Set(rows.map(({ ownerId, ownerEpoch, status }) => `${ownerId} ${ownerEpoch} ${status}`));
}

const demote = ({ personId }: TestPerson, roles: Role[]) =>
  changeRoles(db, { actor: admin, personId, roles, now });

async function offer(agentId: string): Promise<string> {
  const offers = [{ agentId, toPersonId: heir.personId }];
  const [id = ""] = await offerOwnership(db, { actor: admin, offers, now });
  return id;
}

const owned = (person: TestPerson, epoch: number) => new Set([`${person.personId} ${epoch} active`]);

describe("accepting one agent (invariant 8)", () => {
  it("is signed over a statement that names the agent, its owner and the new owner", async () => {
    const { agentId, offerId } = await offered(1);
    const { statement, offers } = await readOffers(db, heir, [offerId], now);
    expect(statement).toMatchObject({ new_owner: heir.personId, agents: [{ offer: offerId }] });
    expect(statement.agents).toMatchObject([{ agent: agentId, from: owner.personId, owner_epoch: 1 }]);
    expect(offers.get(offerId)).toMatchObject({
      expiresAt: addSeconds(now, 7 * 86_400),
      isQuarantined: false,
    });
  });

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
    expect(await ownersOf([agentId])).toEqual(owned(heir, 2));
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
    const { agentId, offerId } = await offered(1, heir, maker);
    const signed = await signAcceptance(db, heir, [offerId], now);
    await end(maker);
    expect(await stateOfOffer(offerId)).toBe("withdrawn");
    await expect(acceptOffers(db, signed)).rejects.toMatchObject({
      code: "request_changed",
      userMessage: expect.stringMatching(/is no longer offered to you\. Review it and confirm again\.$/),
    });
    expect(await ownersOf([agentId])).toEqual(owned(owner, 1));
    // Withdrawn on the record, and the agent can be offered again.
    const where = and(eq(auditEvents.type, "agent.offer_withdrawn"), eq(auditEvents.agentId, agentId));
    expect(await db.$count(auditEvents, where)).toBe(1);
    await offer(agentId);
  });

  it("is possible for an owner's offer after the owner loses the admin role", async () => {
    const maker = await addPerson(db, { roles: ["admin", "approver"], now });
    const { agentId, offerId } = await offered(1, heir, maker, maker);
    await demote(maker, ["approver"]);
    expect(await stateOfOffer(offerId)).toBe("open");
    await accept(db, heir, offerId, now);
    expect(await ownersOf([agentId])).toEqual(owned(heir, 2));
  });

  it("is possible for an offer whose maker gets another role and stays an admin", async () => {
    const maker = await addPerson(db, { roles: ["admin"], now });
    const { offerId } = await offered(1, heir, maker);
    await demote(maker, ["admin", "auditor"]);
    expect(await stateOfOffer(offerId)).toBe("open");
  });

  it("reactivates an orphaned agent, and not before", async () => {
    const leaver = await addPerson(db, { roles: ["approver"], now });
    const agentId = await addAgent(db, leaver.personId, now);
    await suspendPerson(db, { actor: admin, personId: leaver.personId, now });
    const id = await offer(agentId);
    expect(await ownersOf([agentId])).toEqual(new Set([`${leaver.personId} 2 quarantined`]));
    expect((await readOffers(db, heir, [id], now)).offers.get(id)).toMatchObject({ isQuarantined: true });
    await accept(db, heir, id, now);
    expect(await ownersOf([agentId])).toEqual(owned(heir, 3));
  });

  it("another person's attempt with the signature does not consume its challenge (invariant 4)", async () => {
    const { agentId, offerId } = await offered(1);
    const signed = await signAcceptance(db, heir, [offerId], now);
    const stolen = { ...signed, personId: owner.personId };
    await expect(acceptOffers(db, stolen)).rejects.toMatchObject({ code: "challenge_expired" });
    await acceptOffers(db, signed);
    expect(await ownersOf([agentId])).toEqual(owned(heir, 2));
  });

  it("another person's passkey over the statement is refused (invariant 3)", async () => {
    const { agentId, offerId } = await offered(1);
    const signed = await signAcceptance(db, { ...heir, authenticator: owner.authenticator }, [offerId], now);
    await expect(acceptOffers(db, signed)).rejects.toMatchObject({ code: "wrong_passkey" });
    expect(await ownersOf([agentId])).toEqual(owned(owner, 1));
  });

  it("a statement for another person is refused, and its challenge is used up (invariant 4)", async () => {
    const { agentId, offerId } = await offered(1);
    const { bytes } = await readOffers(db, heir, [offerId], now);
    const { personId, authenticator } = owner;
    const issued = await issueStatementChallenge(db, {
      kind: ownershipKind,
      personId,
      statement: bytes,
      now,
    });
    const credential = authenticator.get({ challenge: base64url(issued ?? new Uint8Array()) });
    const signed = { personId, credential, config: site, now };
    await expect(acceptOffers(db, signed)).rejects.toMatchObject({ code: "request_changed" });
    await expect(acceptOffers(db, signed)).rejects.toMatchObject({ code: "challenge_expired" });
    expect(await ownersOf([agentId])).toEqual(owned(owner, 1));
  });

  it.each([
    ["of another agent", async () => ({ to: heir, agentId: (await offered(1)).agentId })],
    ["to another person", async () => ({ to: await addPerson(db, { roles: ["approver"], now }) })],
  ])("a statement with an offer %s is refused", async (_, other) => {
    const { to, agentId } = { agentId: undefined, ...(await other()) };
    const one = await offered(1, to);
    const { statement } = await readOffers(db, to, one.offerIds, now);
    const listed = statement.agents.map((agent) => ({ ...agent, agent: agentId ?? agent.agent }));
    const said = { new_owner: heir.personId, agents: listed, authority: statement.authority };
    const bytes = newAcceptance(said, { now, expiresAt: addSeconds(now, 60) });
    const signed = await signature(db, heir, { bytes, seal: sealStatement(masterSecret, bytes) }, now);
    await expect(acceptOffers(db, signed)).rejects.toMatchObject({
      code: "request_changed",
      details: { changed: [{ reason: "wasn't offered to you" }] },
    });
    expect(await ownersOf(one.agentIds)).toEqual(owned(owner, 1));
  });

  it("a new owner who is no longer an approver is refused, although the offer is still open", async () => {
    const late = await addPerson(db, { roles: ["approver"], now });
    const { agentIds, offerIds } = await offered(1, late);
    const signed = await signAcceptance(db, late, offerIds, now);
    await db
      .update(people)
      .set({ roles: ["auditor"] })
      .where(eq(people.id, late.personId));
    await expect(acceptOffers(db, signed)).rejects.toMatchObject({ code: "owner_inactive" });
    expect(await ownersOf(agentIds)).toEqual(owned(owner, 1));
  });

  it("a revoked agent cannot be accepted: its offer was withdrawn", async () => {
    const { agentId, offerId } = await offered(1);
    const signed = await signAcceptance(db, heir, [offerId], now);
    await revokeAgents(db, { actor: owner, agentIds: [agentId], now });
    await expect(acceptOffers(db, signed)).rejects.toMatchObject({
      code: "request_changed",
      details: { changed: [{ agent: agentId, reason: "was revoked" }] },
    });
    expect(await stateOfOffer(offerId)).toBe("withdrawn");
  });
});
