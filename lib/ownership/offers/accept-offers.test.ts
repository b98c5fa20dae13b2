import { randomBytes } from "node:crypto";
import { eq, inArray } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { agentKeys, agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { acceptances, ownershipOffers } from "#db/schema/ownership";
import { setLabels } from "#lib/agents/set-labels";
import { addRequest } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/kernel/clock";
import { newId } from "#lib/kernel/ids";
import { stateOf } from "#lib/membership/testing/owner-at-work";
import { addPerson, masterSecret, type TestPerson } from "#lib/membership/testing/people";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { signAcceptance, signature } from "#lib/ownership/testing/sign";
import { openTransfer } from "#lib/ownership/testing/transfer";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { acceptOffers } from "./accept-offers.ts";
import { declineOffers } from "./decline-offers.ts";
import { findAcceptance } from "./find-acceptance.ts";
import { listOffersTo } from "./list-offers.ts";
import { offerOwnership } from "./offer-ownership.ts";
import { withdrawOffer } from "./withdraw-offers.ts";

const now = new Date("2026-11-24T10:00:00Z");
const { db, admin, owner, heir, offered } = await openTransfer(now);

function newKey(agentId: string) {
  const at = { createdAt: now, expiresAt: addSeconds(now, 86_400) };
  const key = { algorithm: "ed25519" as const, publicKey: randomBytes(32), addedBy: owner.personId };
  return { id: newId("key", now), agentId, ...key, ...at };
}

async function ownersOf(agentIds: string[]) {
  const rows = await db.select().from(agents).where(inArray(agents.id, agentIds));
  return new Set(rows.map(({ ownerId, ownerEpoch, status }) => `${ownerId} ${ownerEpoch} ${status}`));
}

const read = (offerIds: string[], viewer = heir) =>
  findAcceptance(db, { viewer, offerIds, secret: masterSecret, now });

async function _offer(agentId: string): Promise<string> {
  const offers = [{ agentId, toPersonId: heir.personId }];
  const [id = ""] = await offerOwnership(db, { actor: admin, offers, now });
  return id;
}

const owned = (person: TestPerson, epoch: number) => new Set([`${person.personId} ${epoch} active`]);

describe("accepting several agents with one signature (invariant 8)", () => {
  it("takes one signature over a statement with each agent and its permissions, and ends their open requests and grants", async () => {
    const { agentIds, offerIds } = await offered(20);
    const [first = ""] = agentIds;
    const pending = await addRequest(db, first, { state: "pending", now });
    const granted = await addRequest(db, first, { state: "approved", grant: "issued", now });
    const offer = await read(offerIds);
    const said = offer?.statement;
    expect(new Set(said?.agents.map(({ agent }) => agent))).toEqual(new Set(agentIds));
    const words = new Map(said?.authority.rules.map(({ id, words }) => [id, words]));
    for (const { rules } of said?.agents ?? [])
      expect(rules.map((id) => words.get(id))).toContain(
        "Refund a payment: auto-approve when amount is up to 100, in USD, EUR or GBP",
      );
    const { acceptanceId } = await acceptOffers(db, await signAcceptance(db, heir, offerIds, now));
    expect(await ownersOf(agentIds)).toEqual(owned(heir, 2));
    const { requests, grants } = await stateOf(db, first);
    expect(requests[pending.requestId]?.state).toBe("cancelled");
    expect(Object.values(grants)).toEqual(["revoked"]);
    expect(granted.grantId).toBeDefined();
    const rows = await db.select().from(ownershipOffers).where(inArray(ownershipOffers.id, offerIds));
    expect(new Set(rows.map((row) => `${row.state} ${row.acceptanceId}`))).toEqual(
      new Set([`accepted ${acceptanceId}`]),
    );
    const [kept] = await db.select().from(acceptances).where(eq(acceptances.id, acceptanceId));
    expect(Buffer.from(kept?.statement ?? []).toString()).toContain(first);
    expect(kept?.signature?.byteLength).toBeGreaterThan(60);
  });

  it("shows each agent's previous owner and the person who offered it", async () => {
    const [leaver, maker] = [
      await addPerson(db, { roles: ["approver"], now }),
      await addPerson(db, { roles: ["admin"], now }),
    ];
    const mine = await offered(1, heir, owner);
    const theirs = await offered(1, heir, maker, leaver);
    const names = await db.select({ id: people.id, name: people.name }).from(people);
    const nameOf = ({ personId }: TestPerson) => names.find(({ id }) => id === personId)?.name;
    const offer = await read([...mine.offerIds, ...theirs.offerIds]);
    expect(offer?.offers.get(mine.offerIds[0] ?? "")).toMatchObject({
      from: nameOf(owner),
      offeredBy: nameOf(owner),
    });
    expect(offer?.offers.get(theirs.offerIds[0] ?? "")).toMatchObject({
      from: nameOf(leaver),
      offeredBy: nameOf(maker),
    });
  });

  it("accepts only the selected agents: the others stay offered", async () => {
    const { agentIds, offerIds } = await offered(3);
    await acceptOffers(db, await signAcceptance(db, heir, offerIds.slice(0, 2), now));
    expect(await ownersOf(agentIds.slice(0, 2))).toEqual(owned(heir, 2));
    expect(await ownersOf(agentIds.slice(2))).toEqual(owned(owner, 1));
    expect((await read(offerIds))?.statement.agents).toHaveLength(1);
  });

  it.each([
    ["is no longer offered to you", (id: string) => withdrawOffer(db, { actor: admin, offerId: id, now })],
    [
      "was declined",
      (id: string) => declineOffers(db, { actor: heir, offerIds: [id], reason: "Not mine", now }),
    ],
    [
      "was revoked",
      (_: string, agentId: string) => revokeAgents(db, { actor: owner, agentIds: [agentId], now }),
    ],
    [
      "has a new owner, or its owner's access changed",
      (_: string, agentId: string) => db.update(agents).set({ ownerEpoch: 7 }).where(eq(agents.id, agentId)),
    ],
    [
      "was renamed",
      (_: string, agentId: string) => db.update(agents).set({ name: "Other" }).where(eq(agents.id, agentId)),
    ],
    [
      "has different labels, so different rules may apply",
      (_: string, agentId: string) =>
        setLabels(db, { actor: admin, agentId, labels: ["payments", "prod"], now }),
    ],
    [
      "was offered by someone who has left",
      (id: string) =>
        db.$client`update ownership_offers set offered_by = (select id from people where status = 'suspended' limit 1) where id = ${id}`,
    ],
  ])(
    "accepts nothing when one of them %s after the page was read, names it, and then accepts the rest",
    async (why, change) => {
      await addPerson(db, { roles: ["admin"], status: "suspended", now });
      const { agentIds, offerIds } = await offered(4);
      const [agentId = ""] = agentIds;
      const [offerId = ""] = offerIds;
      const signed = await signAcceptance(db, heir, offerIds, now);
      await change(offerId, agentId);
      await expect(acceptOffers(db, signed)).rejects.toMatchObject({
        code: "request_changed",
        userMessage: expect.stringContaining(`${why}. Review what's left`),
        details: { changed: [{ offer: offerId, agent: agentId, reason: why }] },
      });
      expect(await ownersOf(agentIds.slice(1))).toEqual(owned(owner, 1));
      // Its challenge is used up (invariant 4); a new reading of the rest is accepted.
      await expect(acceptOffers(db, signed)).rejects.toMatchObject({ code: "challenge_expired" });
      await acceptOffers(db, await signAcceptance(db, heir, offerIds.slice(1), now));
      expect(await ownersOf(agentIds.slice(1))).toEqual(owned(heir, 2));
    },
  );

  it("is refused when an offer has expired since, or the policy changed", async () => {
    const { agentIds, offerIds } = await offered(2);
    const late = addSeconds(now, 7 * 86_400);
    const signed = await signAcceptance(db, heir, offerIds, addSeconds(late, -30));
    await expect(acceptOffers(db, { ...signed, now: late })).rejects.toMatchObject({
      code: "request_changed",
    });
    const again = await signAcceptance(db, heir, offerIds, now);
    const { rules, defaultOutcome, version } = await versionInForce(db);
    await publishPolicy(db, { actor: admin, rules, defaultOutcome, expectedVersion: version, now });
    await expect(acceptOffers(db, again)).rejects.toMatchObject({ code: "request_changed" });
    expect(await ownersOf(agentIds)).toEqual(owned(owner, 1));
    await acceptOffers(db, await signAcceptance(db, heir, offerIds, now));
    expect(await ownersOf(agentIds)).toEqual(owned(heir, 2));
  });

  it("is only for the recipient, with their passkey, over exactly these bytes", async () => {
    const { agentIds, offerIds } = await offered(2);
    expect(await read(offerIds, owner)).toBeUndefined();
    const offer = await read(offerIds);
    if (!offer) throw new Error("open offers");
    const altered = Buffer.from(
      Buffer.from(offer.bytes).toString().replace('"more_rules":0', '"more_rules":1'),
    );
    const code = "request_changed";
    await expect(signature(db, heir, { ...offer, bytes: altered }, now)).rejects.toMatchObject({ code });
    await expect(signature(db, owner, offer, now)).rejects.toMatchObject({ code });
    const unverified = await signature(db, heir, offer, now, { userVerified: false });
    await expect(acceptOffers(db, unverified)).rejects.toMatchObject({ code: "user_not_verified" });
    const late = addSeconds(now, 3600);
    await expect(signature(db, heir, offer, late)).rejects.toMatchObject({ code });
    expect(await ownersOf(agentIds)).toEqual(owned(owner, 1));
  });

  it("accepts at most two hundred agents with two keys each, and the error says what to do", async () => {
    const { agentIds, offerIds } = await offered(201);
    await db.insert(agentKeys).values([...agentIds, ...agentIds].map(newKey));
    await expect(read(offerIds)).rejects.toMatchObject({
      code: "invalid_input",
      userMessage: expect.stringContaining("Select up to 200 agents"),
    });
    await acceptOffers(db, await signAcceptance(db, heir, offerIds.slice(0, 200), now));
    expect(await ownersOf(agentIds.slice(0, 200))).toEqual(owned(heir, 2));
  });
});

it("offers made together are listed in the order of names", async () => {
  const reader = await addPerson(db, { roles: ["approver"], now });
  await offered(8, reader);
  const names = (await listOffersTo(db, { viewer: reader, now })).map(({ agent }) => agent.name);
  expect(names).toEqual([...names].sort());
});
