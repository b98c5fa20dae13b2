import { describe, expect, it } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { findViewer } from "#lib/sessions/session";
import { changeRoles } from "./change-roles.ts";
import { deactivatePerson } from "./offboarding/deactivate-person.ts";
import { suspendPerson } from "./offboarding/suspend-person.ts";
import { reinstatePerson } from "./reinstate-person.ts";
import { ownerAtWork, stateOf } from "./testing/owner-at-work.ts";
import { addPerson } from "./testing/people.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });

describe("roles", () => {
  it("gaining a role ends sessions and does not affect agents", async () => {
    const { personId, agentId, token } = await ownerAtWork(db, now);
    await changeRoles(db, { actor: admin, personId, roles: ["approver", "auditor", "admin"], now });
    expect(await findViewer(db, token, now)).toBeUndefined();
    expect((await stateOf(db, agentId)).agent).toEqual({ status: "active", ownerEpoch: 1 });
    await changeRoles(db, { actor: admin, personId, roles: ["approver"], now });
  });

  it("are changed only by admins, and so is every person's status", async () => {
    const { personId } = await ownerAtWork(db, now);
    const actor = await addPerson(db, { roles: ["approver", "auditor"], now });
    const attempts = [
      () => changeRoles(db, { actor, personId, roles: ["admin"], now }),
      () => suspendPerson(db, { actor, personId, now }),
      () => deactivatePerson(db, { actor, personId, now }),
      () => reinstatePerson(db, { actor, personId, now }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });
});
