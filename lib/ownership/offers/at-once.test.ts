import { inArray } from "drizzle-orm";
import { expect, it } from "vitest";
import { agents } from "#db/schema/agents";
import { changeRoles } from "#lib/membership/change-roles";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { addPerson } from "#lib/membership/testing/people";
import { signAcceptance } from "#lib/ownership/testing/sign";
import { openTransfer } from "#lib/ownership/testing/transfer";
import { acceptOffers } from "./accept-offers.ts";
import { withdrawOffer } from "./withdraw-offers.ts";

const now = new Date("2026-11-24T10:00:00Z");
const { db, admin, owner, heir, offered, ownerOf, stateOfOffer } = await openTransfer(now);

async function ownersOf(agentIds: string[]) {
  const rows = await db.select().from(agents).where(inArray(agents.id, agentIds));
  return new Set(rows.map(({ ownerId, ownerEpoch, status }) => `${ownerId} ${ownerEpoch} ${status}`));
}

it("twenty acceptances of one offer result in one owner and one new epoch", async () => {
  const { agentId, offerId } = await offered(1);
  const signed = [];
  // The counters increase and every signature verifies: only the offer decides.
  for (let n = 0; n < 20; n++) signed.push(await signAcceptance(db, heir, [offerId], now));
  const attempts = await Promise.allSettled(signed.map((one) => acceptOffers(db, one)));
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
    const { agentId, offerId } = await offered(1, late);
    const signed = await signAcceptance(db, late, [offerId], now);
    const [accepted] = await Promise.allSettled([acceptOffers(db, signed), end(late.personId)]);
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
    const { agentId, offerId } = await offered(1, heir, admin, leaver);
    const signed = await signAcceptance(db, heir, [offerId], now);
    const [accepted] = await Promise.allSettled([
      acceptOffers(db, signed),
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
    const { agentId, offerId } = await offered(1, heir, maker);
    const signed = await signAcceptance(db, heir, [offerId], now);
    const [accepted, demoted] = await Promise.allSettled([
      acceptOffers(db, signed),
      changeRoles(db, { actor: admin, personId: maker.personId, roles: ["approver"], now }),
    ]);
    expect(demoted.status).toBe("fulfilled");
    const isAccepted = accepted.status === "fulfilled";
    expect(await stateOfOffer(offerId)).toBe(isAccepted ? "accepted" : "withdrawn");
    expect((await ownerOf(agentId))?.ownerId).toBe((isAccepted ? heir : owner).personId);
  }
});

it("of an acceptance and a withdrawal, one succeeds and the other reports it", async () => {
  for (let round = 0; round < 10; round++) {
    const { agentId, offerId } = await offered(1);
    const signed = await signAcceptance(db, heir, [offerId], now);
    const outcomes = await Promise.allSettled([
      acceptOffers(db, signed),
      withdrawOffer(db, { actor: admin, offerId, now }),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const isAccepted = outcomes[0].status === "fulfilled";
    expect(await stateOfOffer(offerId)).toBe(isAccepted ? "accepted" : "withdrawn");
    expect((await ownerOf(agentId))?.ownerId).toBe((isAccepted ? heir : owner).personId);
  }
});

it("accepting one list twenty times results in one new epoch", async () => {
  const { agentIds, offerIds } = await offered(5);
  const signed = [];
  for (let n = 0; n < 20; n++) signed.push(await signAcceptance(db, heir, offerIds, now));
  const attempts = await Promise.allSettled(signed.map((one) => acceptOffers(db, one)));
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await ownersOf(agentIds)).toEqual(new Set([`${heir.personId} 2 active`]));
});

it("a list and the suspension of its recipient, offerer or owner: all agents are accepted or none, without a deadlock", async () => {
  for (let round = 0; round < 9; round++) {
    const [late, maker, leaver] = [
      await addPerson(db, { roles: ["approver"], now }),
      await addPerson(db, { roles: ["admin"], now }),
      await addPerson(db, { roles: ["approver"], now }),
    ];
    const { agentIds, offerIds } = await offered(5, late, maker, leaver);
    const signed = await signAcceptance(db, late, offerIds, now);
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
