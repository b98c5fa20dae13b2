import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTestDatabase } from "#db/testing/database";
import { changeRoles } from "#lib/membership/change-roles";
import { ownerAtWork, stateOf } from "#lib/membership/testing/owner-at-work";
import { addPerson } from "#lib/membership/testing/people";
import { findViewer } from "#lib/sessions/session";
import { deactivatePerson } from "./deactivate-person.ts";
import { suspendPerson } from "./suspend-person.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });

const endings = {
  "is suspended": (personId: string) => suspendPerson(db, { actor: admin, personId, now }),
  leaves: (personId: string) => deactivatePerson(db, { actor: admin, personId, now }),
  "stops being an approver": (personId: string) =>
    changeRoles(db, { actor: admin, personId, roles: ["auditor"], now }),
};

describe.each(Object.entries(endings))("when an owner %s (invariant 8)", (_, end) => {
  it("sessions end, their agents are quarantined under a new epoch, pending requests are cancelled, unredeemed grants revoked", async () => {
    const { personId, token, agentId, pending, granted, redeemed } = await ownerAtWork(db, now);
    await end(personId);
    expect(await findViewer(db, token, now)).toBeUndefined();
    const state = await stateOf(db, agentId);
    expect(state.agent).toEqual({ status: "quarantined", ownerEpoch: 2 });
    expect(state.requests[pending.requestId]).toEqual({ state: "cancelled", closeReason: "owner_changed" });
    expect(state.requests[granted.requestId]).toEqual({ state: "approved", closeReason: null });
    expect(state.grants).toEqual({
      [granted.grantId ?? ""]: "revoked",
      [redeemed.grantId ?? ""]: "redeemed",
    });
  });

  it("each of these is an audit event by the admin", async () => {
    const { personId, agentId, pending, granted } = await ownerAtWork(db, now);
    await end(personId);
    const events = await db.select().from(auditEvents).where(eq(auditEvents.actorId, admin.personId));
    const isRecorded = (type: string, id: string) =>
      events.some((event) => event.type === type && Buffer.from(event.body).includes(id));
    expect(isRecorded("session.ended", personId)).toBe(true);
    expect(isRecorded("agent.quarantined", agentId)).toBe(true);
    expect(isRecorded("request.cancelled", pending.requestId)).toBe(true);
    expect(isRecorded("grant.revoked", granted.grantId ?? "")).toBe(true);
  });

  it("other people's agents are not affected", async () => {
    const { personId } = await ownerAtWork(db, now);
    const bystander = await ownerAtWork(db, now);
    const before = await stateOf(db, bystander.agentId);
    await end(personId);
    expect(await stateOf(db, bystander.agentId)).toEqual(before);
    expect(await findViewer(db, bystander.token, now)).toBeDefined();
  });

  it("waiting agents are notified", async () => {
    const { personId, pending, agentId } = await ownerAtWork(db, now);
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
