import { randomBytes } from "node:crypto";
import { eq, inArray } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { Database } from "#db/client";
import { agentKeys, agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { acceptances, ownershipOffers } from "#db/schema/ownership";
import { createTestDatabase } from "#db/testing/database";
import { setLabels } from "#lib/agents/labels/set-labels";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/clock";
import { newId } from "#lib/ids";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { stateOf } from "#lib/membership/testing/owner-at-work";
import { addPerson, masterSecret, type TestPerson } from "#lib/membership/testing/people";
import { signAcceptance, signature, signList } from "#lib/ownership/testing/sign";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { seedPolicy } from "#lib/publishing/seed";
import { revokeAgents } from "#lib/revocation/revoke-agents";
import { acceptOffers } from "./accept-offers.ts";
import { findListAcceptance } from "./find-list-acceptance.ts";
import { listOffersTo } from "./list-offers.ts";
import { offerOwnership } from "./offer-ownership.ts";
import { withdrawOffer } from "./withdraw-offers.ts";

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

async function offered(count: number, to = heir, by = admin, of = owner) {
  const agentIds: string[] = [];
  for (let n = 0; n < count; n++) agentIds.push(await addAgent(db, of.personId, now));
  const offers = agentIds.map((agentId) => ({ agentId, toPersonId: to.personId }));
  return { agentIds, offerIds: await offerOwnership(db, { actor: by, offers, now }) };
}

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
  findListAcceptance(db, { viewer, offerIds, secret: masterSecret, now });
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
        "Refund a payment: auto-approve, when amount is up to 100, in USD, EUR or GBP",
      );
    const { acceptanceId } = await acceptOffers(db, await signList(db, heir, offerIds, now));
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
    await acceptOffers(db, await signList(db, heir, offerIds.slice(0, 2), now));
    expect(await ownersOf(agentIds.slice(0, 2))).toEqual(owned(heir, 2));
    expect(await ownersOf(agentIds.slice(2))).toEqual(owned(owner, 1));
    expect((await read(offerIds))?.statement.agents).toHaveLength(1);
  });

  it.each([
    ["is no longer offered to you", (id: string) => withdrawOffer(db, { actor: admin, offerId: id, now })],
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
    "accepts nothing when one of them %s meanwhile, says which, and goes on with the rest",
    async (why, change) => {
      await addPerson(db, { roles: ["admin"], status: "suspended", now });
      const { agentIds, offerIds } = await offered(4);
      const [agentId = ""] = agentIds;
      const [offerId = ""] = offerIds;
      const signed = await signList(db, heir, offerIds, now);
      await change(offerId, agentId);
      await expect(acceptOffers(db, signed)).rejects.toMatchObject({
        code: "request_changed",
        userMessage: expect.stringContaining(`${why}. Review what's left`),
        details: { changed: [{ offer: offerId, agent: agentId, reason: why }] },
      });
      expect(await ownersOf(agentIds.slice(1))).toEqual(owned(owner, 1));
      // Its challenge is used up (invariant 4); a new reading of the rest is accepted.
      await expect(acceptOffers(db, signed)).rejects.toMatchObject({ code: "challenge_expired" });
      await acceptOffers(db, await signList(db, heir, offerIds.slice(1), now));
      expect(await ownersOf(agentIds.slice(1))).toEqual(owned(heir, 2));
    },
  );

  it("is refused when an offer has expired since, or the policy changed", async () => {
    const { agentIds, offerIds } = await offered(2);
    const late = addSeconds(now, 7 * 86_400);
    const signed = await signList(db, heir, offerIds, addSeconds(late, -30));
    await expect(acceptOffers(db, { ...signed, now: late })).rejects.toMatchObject({
      code: "request_changed",
    });
    const again = await signList(db, heir, offerIds, now);
    const { rules, defaultOutcome, version } = await versionInForce(db);
    await publishPolicy(db, { actor: admin, rules, defaultOutcome, expectedVersion: version, now });
    await expect(acceptOffers(db, again)).rejects.toMatchObject({ code: "request_changed" });
    expect(await ownersOf(agentIds)).toEqual(owned(owner, 1));
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
    // A signature over a single agent isn't valid for a list.
    const single = await signAcceptance(db, heir, offerIds[0] ?? "", now);
    await expect(acceptOffers(db, single)).rejects.toMatchObject({ code: "invalid_body" });
    expect(await ownersOf(agentIds)).toEqual(owned(owner, 1));
  });

  it("accepts at most two hundred agents with two keys each, and the error says what to do", async () => {
    const { agentIds, offerIds } = await offered(201);
    await db.insert(agentKeys).values([...agentIds, ...agentIds].map(newKey));
    await expect(read(offerIds)).rejects.toMatchObject({
      code: "invalid_input",
      userMessage: expect.stringContaining("Select up to 200 agents"),
    });
    await acceptOffers(db, await signList(db, heir, offerIds.slice(0, 200), now));
    expect(await ownersOf(agentIds.slice(0, 200))).toEqual(owned(heir, 2));
  });
});

describe("at the same moment", () => {
  it("accepting one list twenty times results in one new epoch", async () => {
    const { agentIds, offerIds } = await offered(5);
    const signed = [];
    for (let n = 0; n < 20; n++) signed.push(await signList(db, heir, offerIds, now));
    const attempts = await Promise.allSettled(signed.map((one) => acceptOffers(db, one)));
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await ownersOf(agentIds)).toEqual(owned(heir, 2));
  });

  it("a list and the suspension of its recipient, offerer or owner: all agents are accepted or none, without a deadlock", async () => {
    for (let round = 0; round < 9; round++) {
      const [late, maker, leaver] = [
        await addPerson(db, { roles: ["approver"], now }),
        await addPerson(db, { roles: ["admin"], now }),
        await addPerson(db, { roles: ["approver"], now }),
      ];
      const { agentIds, offerIds } = await offered(5, late, maker, leaver);
      const signed = await signList(db, late, offerIds, now);
      const ended = [late, maker, leaver][round % 3] ?? late;
      const [accepted, suspended] = await Promise.allSettled([
        acceptOffers(db, signed),
        suspendPerson(db, { actor: admin, personId: ended.personId, now }),
      ]);
      expect(suspended.status).toBe("fulfilled");
      const owners = [...(await ownersOf(agentIds))];
      expect(owners).toHaveLength(1);
      const isAccepted = accepted.status === "fulfilled";
      expect(owners[0]).toContain((isAccepted ? late : leaver).personId);
      // An agent of a suspended owner is never active.
      const isHere = isAccepted ? ended !== late : ended !== leaver;
      expect(owners[0]).toContain(isHere ? "active" : "quarantined");
    }
  });
});

it("offers made together are listed in the order of names", async () => {
  const reader = await addPerson(db, { roles: ["approver"], now });
  await offered(8, reader);
  const names = (await listOffersTo(db, { viewer: reader, now })).map(({ agent }) => agent.name);
  expect(names).toEqual([...names].sort());
});
