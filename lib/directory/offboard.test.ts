import { eq, inArray } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { people } from "#db/schema/directory";
import { grants } from "#db/schema/grants";
import { requests } from "#db/schema/requests";
import { createTestDatabase } from "#db/testing/database";
import { addAgent, addRequest } from "#lib/agents/testing/authority";
import { findViewer, startSession } from "#lib/auth/session";
import { changeRoles } from "./change-roles.ts";
import { markLeft } from "./mark-left.ts";
import { reinstatePerson } from "./reinstate-person.ts";
import { suspendPerson } from "./suspend-person.ts";
import { addPerson, type TestPerson } from "./testing/people.ts";

const now = new Date("2026-11-24T10:00:00Z");

let db: Database;
let admin: TestPerson;

beforeAll(async () => {
  ({ db } = await createTestDatabase());
  admin = await addPerson(db, { roles: ["admin"], now });
});

/** An owner with a session and an agent that has one request of each kind that matters. */
async function ownerAtWork() {
  const owner = await addPerson(db, { roles: ["approver", "auditor"], now });
  const { token } = await startSession(db, { personId: owner.personId, now });
  const agentId = await addAgent(db, owner.personId, now);
  const pending = await addRequest(db, agentId, { state: "pending", now });
  const granted = await addRequest(db, agentId, { state: "approved", grant: "issued", now });
  const redeemed = await addRequest(db, agentId, { state: "allowed", grant: "redeemed", now });
  return { personId: owner.personId, token, agentId, pending, granted, redeemed };
}

async function stateOf(agentId: string) {
  const [agent] = await db.select().from(agents).where(eq(agents.id, agentId));
  const asked = await db
    .select()
    .from(requests)
    .where(eq(requests.agentId, agentId))
    .orderBy(requests.createdAt);
  const granted = await db.select().from(grants).where(eq(grants.agentId, agentId));
  return {
    agent: { status: agent?.status, ownerEpoch: agent?.ownerEpoch },
    requests: Object.fromEntries(asked.map(({ id, state, closeReason }) => [id, { state, closeReason }])),
    grants: Object.fromEntries(granted.map(({ id, state }) => [id, state])),
  };
}

const endings = {
  "is suspended": (personId: string) => suspendPerson(db, { actor: admin, personId, now }),
  leaves: (personId: string) => markLeft(db, { actor: admin, personId, now }),
  "stops being an approver": (personId: string) =>
    changeRoles(db, { actor: admin, personId, roles: ["auditor"], now }),
};

describe.each(Object.entries(endings))("when an owner %s (invariant 8)", (_, end) => {
  it("sessions end, their agents are quarantined under a new epoch, pending requests are cancelled, unredeemed grants revoked", async () => {
    const { personId, token, agentId, pending, granted, redeemed } = await ownerAtWork();
    await end(personId);
    expect(await findViewer(db, token, now)).toBeUndefined();
    const state = await stateOf(agentId);
    expect(state.agent).toEqual({ status: "quarantined", ownerEpoch: 2 });
    expect(state.requests[pending.requestId]).toEqual({ state: "cancelled", closeReason: "owner_changed" });
    expect(state.requests[granted.requestId]).toEqual({ state: "approved", closeReason: null });
    expect(state.grants).toEqual({
      [granted.grantId ?? ""]: "revoked",
      [redeemed.grantId ?? ""]: "redeemed",
    });
  });

  it("each of these is an audit event by the admin", async () => {
    const { personId, agentId, pending, granted } = await ownerAtWork();
    await end(personId);
    const events = await db.select().from(auditEvents).where(eq(auditEvents.actorId, admin.personId));
    const told = (type: string, id: string) =>
      events.some((event) => event.type === type && Buffer.from(event.body).includes(id));
    expect(told("session.ended", personId)).toBe(true);
    expect(told("agent.quarantined", agentId)).toBe(true);
    expect(told("request.cancelled", pending.requestId)).toBe(true);
    expect(told("grant.revoked", granted.grantId ?? "")).toBe(true);
  });

  it("agents of others are left alone", async () => {
    const { personId } = await ownerAtWork();
    const bystander = await ownerAtWork();
    const before = await stateOf(bystander.agentId);
    await end(personId);
    expect(await stateOf(bystander.agentId)).toEqual(before);
    expect(await findViewer(db, bystander.token, now)).toBeDefined();
  });

  it("agents that wait are told", async () => {
    const { personId, pending, agentId } = await ownerAtWork();
    const heard: string[] = [];
    let hearQueue = () => {};
    const queueHeard = new Promise<void>((resolve) => {
      hearQueue = resolve;
    });
    const { unlisten } = await db.$client.listen("countersign", (topic) => {
      heard.push(topic);
      if (topic === "queue") hearQueue();
    });
    await end(personId);
    await queueHeard;
    await unlisten();
    expect(heard).toEqual(expect.arrayContaining([`request/${pending.requestId}`, `agent/${agentId}`]));
  });
});

describe("coming back", () => {
  it("a reinstated approver's agents work again, and nothing from before comes back to life", async () => {
    const { personId, agentId, pending, granted } = await ownerAtWork();
    await suspendPerson(db, { actor: admin, personId, now });
    await reinstatePerson(db, { actor: admin, personId, now });
    const state = await stateOf(agentId);
    expect(state.agent).toEqual({ status: "active", ownerEpoch: 3 });
    expect(state.requests[pending.requestId]?.state).toBe("cancelled");
    expect(state.grants[granted.grantId ?? ""]).toBe("revoked");
  });

  it("being made an approver again brings one's agents back", async () => {
    const { personId, agentId } = await ownerAtWork();
    await changeRoles(db, { actor: admin, personId, roles: ["auditor"], now });
    await changeRoles(db, { actor: admin, personId, roles: ["auditor", "approver"], now });
    expect((await stateOf(agentId)).agent).toEqual({ status: "active", ownerEpoch: 3 });
  });

  it("reinstating somebody who is no approver leaves their agents quarantined", async () => {
    const { personId, agentId } = await ownerAtWork();
    await suspendPerson(db, { actor: admin, personId, now });
    await changeRoles(db, { actor: admin, personId, roles: ["auditor"], now });
    await reinstatePerson(db, { actor: admin, personId, now });
    expect((await stateOf(agentId)).agent.status).toBe("quarantined");
  });

  it("only somebody suspended can be reinstated, only somebody active suspended", async () => {
    const { personId } = await ownerAtWork();
    await expect(reinstatePerson(db, { actor: admin, personId, now })).rejects.toMatchObject({
      code: "conflict",
    });
    await markLeft(db, { actor: admin, personId, now });
    await expect(suspendPerson(db, { actor: admin, personId, now })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(reinstatePerson(db, { actor: admin, personId, now })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("roles", () => {
  it("gaining a role ends sessions and leaves agents alone", async () => {
    const { personId, agentId, token } = await ownerAtWork();
    await changeRoles(db, { actor: admin, personId, roles: ["approver", "auditor", "admin"], now });
    expect(await findViewer(db, token, now)).toBeUndefined();
    expect((await stateOf(agentId)).agent).toEqual({ status: "active", ownerEpoch: 1 });
    await changeRoles(db, { actor: admin, personId, roles: ["approver"], now });
  });

  it("are for admins to change, and so is everybody's status", async () => {
    const { personId } = await ownerAtWork();
    const actor = await addPerson(db, { roles: ["approver", "auditor"], now });
    const attempts = [
      () => changeRoles(db, { actor, personId, roles: ["admin"], now }),
      () => suspendPerson(db, { actor, personId, now }),
      () => markLeft(db, { actor, personId, now }),
      () => reinstatePerson(db, { actor, personId, now }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the last active admin", () => {
  it("can neither be suspended, nor leave, nor stop being admin", async () => {
    const { personId } = admin;
    const attempts = [
      () => suspendPerson(db, { actor: admin, personId, now }),
      () => markLeft(db, { actor: admin, personId, now }),
      () => changeRoles(db, { actor: admin, personId, roles: ["auditor"], now }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "conflict" });
  });

  it("remains when twenty callers remove twenty admins from each other at the same moment", async () => {
    const { db: ownDb } = await createTestDatabase();
    const admins = await Promise.all(
      Array.from({ length: 20 }, () => addPerson(ownDb, { roles: ["admin"], now })),
    );
    const removals = admins.map(({ personId }, index) => {
      const actor = admins[(index + 1) % admins.length] as TestPerson;
      if (index % 2 === 0) return suspendPerson(ownDb, { actor, personId, now });
      return changeRoles(ownDb, { actor, personId, roles: ["auditor"], now });
    });
    const results = await Promise.allSettled(removals);
    const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(refusals).toEqual(["conflict"]);
    const left = await ownDb
      .select()
      .from(people)
      .where(inArray(people.status, ["active"]));
    expect(left.filter(({ roles }) => roles.includes("admin"))).toHaveLength(1);
  });
});
