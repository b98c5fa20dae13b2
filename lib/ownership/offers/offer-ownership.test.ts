import { describe, expect, it } from "vitest";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/kernel/clock";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { stateOf } from "#lib/membership/testing/owner-at-work";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { accept } from "#lib/ownership/testing/sign";
import { openTransfer } from "#lib/ownership/testing/transfer";
import { declineOffers } from "./decline-offers.ts";
import { listOffersFrom } from "./list-offers.ts";
import { offerOwnership } from "./offer-ownership.ts";
import { expireOffers, withdrawOffer } from "./withdraw-offers.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db, admin, owner, heir, ownerOf, stateOfOffer } = await openTransfer(now);

async function offer(agentId: string, to: TestPerson = heir, actor: TestPerson = admin) {
  const [id = ""] = await offerOwnership(db, {
    actor,
    offers: [{ agentId, toPersonId: to.personId }],
    now,
  });
  return id;
}

const decline = ({ actor, offerId }: { actor: TestPerson; offerId: string }) =>
  declineOffers(db, { actor, offerIds: [offerId], reason: "Not mine", now });

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

  it("is listed for admins by the owner of the agents while it is open, and for no approver", async () => {
    const id = await offer(await addAgent(db, owner.personId, now));
    const listed = { personId: owner.personId, now };
    const ids = async (at = now) =>
      (await listOffersFrom(db, { ...listed, viewer: admin, now: at })).map((each) => each.id);
    expect(await ids()).toContain(id);
    expect(await ids(addSeconds(now, 7 * 86_400))).not.toContain(id);
    await expect(listOffersFrom(db, { ...listed, viewer: heir })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("creates an offer that expires after seven days, even if the job runs repeatedly", async () => {
    const id = await offer(await addAgent(db, owner.personId, now));
    expect(await expireOffers(db, addSeconds(now, 7 * 86_400 - 1))).toBe(0);
    expect(await expireOffers(db, addSeconds(now, 7 * 86_400))).toBeGreaterThan(0);
    expect(await expireOffers(db, addSeconds(now, 7 * 86_400))).toBe(0);
    expect(await stateOfOffer(id)).toBe("expired");
  });
});
