import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { agents } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { workspace } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { findAgent } from "#lib/agents/find-agent";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/kernel/clock";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { stateOf } from "#lib/membership/testing/owner-at-work";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { announce } from "#lib/notices/announce";
import { listNotices } from "#lib/notices/list-notices";
import { findDuties } from "#lib/ownership/find-duties";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import { quarantineLapsed } from "#lib/ownership/quarantine-lapsed";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { accept, attestAll } from "#lib/ownership/testing/sign";
import { seedPolicy } from "#lib/publishing/seed";
import { holdAgent } from "./hold-agent.ts";
import { releaseNow } from "./testing/release-now.ts";

const now = new Date("2026-01-01T10:00:00Z");
const days = (count: number) => addSeconds(now, count * 86_400);

let owner: TestPerson;
let agentId: string;

const { db } = await createTestDatabase();
await db.insert(workspace).values({ name: "Test", createdAt: now });
await db.transaction((tx) => seedPolicy(tx, now));
const admin = await addPerson(db, { name: "Ada", roles: ["admin"], now });

beforeEach(async () => {
  owner = await addPerson(db, { name: "Bo", roles: ["approver"], now });
  agentId = await addAgent(db, owner.personId, now);
});

const hold = (actor = owner, at = now) => holdAgent(db, { actor, agentId, reason: "Odd refunds", now: at });
const release = (actor = owner, at = now) => releaseNow(db, { actor, agentIds: [agentId], now: at });
const statusOf = async () => (await stateOf(db, agentId)).agent;
const noticesOf = async ({ personId }: TestPerson) =>
  (await listNotices(db, { personId, now })).notices.filter((notice) => notice.agentId === agentId);
const eventsOf = async (type: string) =>
  (await db.select().from(auditEvents).where(eq(auditEvents.agentId, agentId))).filter(
    (event) => event.type === type,
  );

describe("holding an agent", () => {
  it("cancels its pending requests, revokes its unredeemed grants, and records who and why", async () => {
    const pending = await addRequest(db, agentId, { state: "pending", now });
    const granted = await addRequest(db, agentId, { state: "approved", grant: "issued", now });
    const redeemed = await addRequest(db, agentId, { state: "allowed", grant: "redeemed", now });
    await hold();
    const state = await stateOf(db, agentId);
    expect(state.agent).toEqual({ status: "quarantined", ownerEpoch: 2 });
    expect(state.requests[pending.requestId]).toEqual({ state: "cancelled", closeReason: "agent_held" });
    expect(state.grants[granted.grantId ?? ""]).toBe("revoked");
    expect(state.grants[redeemed.grantId ?? ""]).toBe("redeemed");
    const [row] = await db.select().from(agents).where(eq(agents.id, agentId));
    expect(row).toMatchObject({ heldBy: owner.personId, heldReason: "Odd refunds", heldAt: now });
    expect(await eventsOf("agent.held")).toHaveLength(1);
  });

  it("is for the agent's owner and admins, not for other approvers", async () => {
    const other = await addPerson(db, { roles: ["approver"], now });
    await expect(hold(other)).rejects.toMatchObject({ code: "not_found" });
    await hold(admin);
    await expect(release(other)).rejects.toMatchObject({ code: "not_found" });
  });

  it("by an admin is ended by any admin, and not by the owner", async () => {
    const another = await addPerson(db, { roles: ["admin"], now });
    await hold(admin);
    await expect(release(owner)).rejects.toMatchObject({ code: "not_entitled" });
    expect((await statusOf())?.status).toBe("quarantined");
    await release(another);
    expect((await statusOf())?.status).toBe("active");
  });

  it("by an admin takes the place of the owner's, and no other hold takes its place", async () => {
    const another = await addPerson(db, { roles: ["admin"], now });
    const replaceable = async (viewer: TestPerson) =>
      (await findAgent(db, { viewer, agentId, now })).hold?.isReplaceable;
    await hold(owner);
    expect([await replaceable(admin), await replaceable(owner)]).toEqual([true, false]);
    await hold(admin, addSeconds(now, 1));
    expect(await replaceable(another)).toBe(false);
    expect((await noticesOf(another)).map(({ by }) => by)).toEqual(["Ada", "Bo"]);
    for (const late of [owner, another]) await expect(hold(late)).rejects.toMatchObject({ code: "conflict" });
    await expect(release(owner)).rejects.toMatchObject({ code: "not_entitled" });
    expect((await eventsOf("agent.held")).map(({ actorId }) => actorId)).toEqual([
      owner.personId,
      admin.personId,
    ]);
    await release(another);
    expect((await statusOf())?.status).toBe("active");
  });

  it("of an admin's own agent is the admin's only one", async () => {
    agentId = await addAgent(db, admin.personId, now);
    await hold(admin);
    await expect(hold(admin)).rejects.toMatchObject({ code: "conflict" });
  });

  it("notifies the person who held, the owner and all admins of the release", async () => {
    const another = await addPerson(db, { roles: ["admin"], now });
    const kindsOf = async (person: TestPerson) => (await noticesOf(person)).map(({ kind }) => kind);
    await hold(admin);
    await release(another);
    expect(await kindsOf(admin)).toEqual(["agent_released"]);
    expect(await kindsOf(owner)).toEqual(["agent_released"]);
    expect(await kindsOf(another)).toEqual([]);
  });

  it("notifies the owner and all admins but the person who held, until the release", async () => {
    await hold(owner);
    expect(await noticesOf(admin)).toMatchObject([{ kind: "agent_held", by: "Bo" }]);
    expect(await noticesOf(owner)).toEqual([]);
    await release(owner);
    expect(await noticesOf(admin)).toMatchObject([{ kind: "agent_released" }]);
    await hold(admin);
    expect(await noticesOf(owner)).toMatchObject([{ kind: "agent_held", by: "Ada" }]);
  });

  it("ends the notice of its flood, which does not return with the release", async () => {
    await addRequest(db, agentId, { state: "pending", now });
    const flood = { kind: "agent_flooding" as const, to: [owner.personId], agentId, more: 11, now };
    await db.transaction((tx) => announce(tx, flood));
    const kinds = async () =>
      (await listNotices(db, { personId: owner.personId, now })).notices.map(({ kind }) => kind);
    expect(await kinds()).toEqual(["agent_flooding"]);
    await hold();
    await release();
    expect(await kinds()).toEqual([]);
  });

  it("happens once for twenty concurrent callers, and so does the release", async () => {
    const all = (act: () => Promise<void>) => Promise.allSettled(Array.from({ length: 20 }, act));
    const refusals = (outcomes: PromiseSettledResult<void>[]) =>
      outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.code] : []));
    expect(refusals(await all(() => hold()))).toEqual(Array(19).fill("conflict"));
    expect(await statusOf()).toEqual({ status: "quarantined", ownerEpoch: 2 });
    expect(refusals(await all(() => release()))).toEqual(Array(19).fill("conflict"));
    expect(await statusOf()).toEqual({ status: "active", ownerEpoch: 3 });
    expect([await eventsOf("agent.held"), await eventsOf("agent.released")]).toMatchObject([[{}], [{}]]);
  });
});

describe("a held agent", () => {
  it("stays held when its owner returns, confirms ownership or lets the review lapse", async () => {
    await hold();
    await suspendPerson(db, { actor: admin, personId: owner.personId, now });
    const reinstating = reinstatePerson(db, { actor: admin, personId: owner.personId, now });
    await expect(reinstating, "the reactivation leaves the agent out").resolves.toBeUndefined();
    expect((await statusOf())?.status).toBe("quarantined");
    await attestAll(db, owner, days(95));
    await quarantineLapsed(db, days(96));
    expect((await statusOf())?.status).toBe("quarantined");
    await release(owner, days(96));
    expect((await statusOf())?.status).toBe("active");
  });

  it("stays held under a new owner, until an admin releases it", async () => {
    const heir = await addPerson(db, { roles: ["approver"], now });
    await hold();
    const offers = [{ agentId, toPersonId: heir.personId }];
    const [offerId = ""] = await offerOwnership(db, { actor: admin, offers, now });
    await accept(db, heir, offerId, now);
    expect((await statusOf())?.status).toBe("quarantined");
    await expect(release(owner)).rejects.toMatchObject({ code: "not_found" });
    await expect(release(heir)).rejects.toMatchObject({ code: "not_entitled" });
    await release(admin);
    expect((await statusOf())?.status).toBe("active");
  });

  it("is no duty of its owner before a review is due", async () => {
    await hold();
    expect(await findDuties(db, { viewer: owner, now })).toMatchObject({ due: 0, lapsed: 0 });
  });

  it("can be revoked, and is not released after that", async () => {
    await hold();
    await revokeAgents(db, { actor: admin, agentIds: [agentId], now });
    await expect(release()).rejects.toMatchObject({ code: "agent_revoked" });
    expect((await statusOf())?.status).toBe("revoked");
  });
});

describe("a release", () => {
  it("revives no request or grant of before (invariant 17)", async () => {
    const pending = await addRequest(db, agentId, { state: "pending", now });
    const granted = await addRequest(db, agentId, { state: "approved", grant: "issued", now });
    await hold();
    await release();
    const state = await stateOf(db, agentId);
    expect(state.agent).toEqual({ status: "active", ownerEpoch: 3 });
    expect(state.requests[pending.requestId]?.state).toBe("cancelled");
    expect(state.grants[granted.grantId ?? ""]).toBe("revoked");
  });

  it("leaves an agent quarantined that has no active owner or a lapsed review", async () => {
    await hold();
    await suspendPerson(db, { actor: admin, personId: owner.personId, now });
    await release(admin);
    expect((await statusOf())?.status).toBe("quarantined");
    await reinstatePerson(db, { actor: admin, personId: owner.personId, now });
    expect((await statusOf())?.status).toBe("active");
    await hold();
    await release(owner, days(104));
    expect((await statusOf())?.status).toBe("quarantined");
    await attestAll(db, owner, days(105));
    expect((await statusOf())?.status).toBe("active");
  });
});
