import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { people } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { findEnrollment } from "#lib/passkeys/enrollment/find-enrollment";
import { changeRoles } from "./change-roles.ts";
import { issueRecovery } from "./issue-recovery.ts";
import { deactivatePerson } from "./offboarding/deactivate-person.ts";
import { suspendPerson } from "./offboarding/suspend-person.ts";
import { reinstatePerson } from "./reinstate-person.ts";
import { ownerAtWork, stateOf } from "./testing/owner-at-work.ts";
import { addPerson } from "./testing/people.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });

describe("reactivation", () => {
  it("a reactivated approver's agents work again, and no earlier request, grant or session does", async () => {
    const { personId, agentId, pending, granted } = await ownerAtWork(db, now);
    await suspendPerson(db, { actor: admin, personId, now });
    await reinstatePerson(db, { actor: admin, personId, now });
    const state = await stateOf(db, agentId);
    expect(state.agent).toEqual({ status: "active", ownerEpoch: 3 });
    expect(state.requests[pending.requestId]?.state).toBe("cancelled");
    expect(state.grants[granted.grantId ?? ""]).toBe("revoked");
  });

  it("a link that was open when the person was suspended stays revoked", async () => {
    const { personId } = await ownerAtWork(db, now);
    const { token } = await issueRecovery(db, { actor: admin, personId, oldPasskeys: "keep", now });
    expect(await findEnrollment(db, token, now)).toBeDefined();
    await suspendPerson(db, { actor: admin, personId, now });
    await reinstatePerson(db, { actor: admin, personId, now });
    expect(await findEnrollment(db, token, now)).toBeUndefined();
  });

  it("a person that a directory lists as inactive is reactivated only by an admin who confirms the override", async () => {
    const { personId } = await ownerAtWork(db, now);
    await suspendPerson(db, { actor: admin, personId, now });
    await db.update(people).set({ inactiveSince: now }).where(eq(people.id, personId));
    const unaware = reinstatePerson(db, { actor: admin, personId, now });
    await expect(unaware).rejects.toMatchObject({ code: "conflict" });
    await reinstatePerson(db, { actor: admin, personId, againstDirectory: true, now });
    expect(await db.$count(people, and(eq(people.id, personId), eq(people.status, "active")))).toBe(1);
  });

  it("regaining the approver role reactivates the person's agents", async () => {
    const { personId, agentId } = await ownerAtWork(db, now);
    await changeRoles(db, { actor: admin, personId, roles: ["auditor"], now });
    await changeRoles(db, { actor: admin, personId, roles: ["auditor", "approver"], now });
    expect((await stateOf(db, agentId)).agent).toEqual({ status: "active", ownerEpoch: 3 });
  });

  it("reactivating a person who is not an approver leaves the person's agents quarantined", async () => {
    const { personId, agentId } = await ownerAtWork(db, now);
    await suspendPerson(db, { actor: admin, personId, now });
    await changeRoles(db, { actor: admin, personId, roles: ["auditor"], now });
    await reinstatePerson(db, { actor: admin, personId, now });
    expect((await stateOf(db, agentId)).agent.status).toBe("quarantined");
  });

  it("only a suspended person can be reactivated, and only an active person suspended", async () => {
    const { personId } = await ownerAtWork(db, now);
    await expect(reinstatePerson(db, { actor: admin, personId, now })).rejects.toMatchObject({
      code: "conflict",
    });
    await deactivatePerson(db, { actor: admin, personId, now });
    await expect(suspendPerson(db, { actor: admin, personId, now })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(reinstatePerson(db, { actor: admin, personId, now })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
