import { describe, expect, it } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addAgent } from "#lib/agents/testing/authority";
import { addSeconds } from "#lib/kernel/clock";
import { revokeEnrollment } from "#lib/passkeys/enrollment/revoke-enrollment";
import { listApprovers } from "#lib/people/person-names";
import { findPerson } from "./find-person.ts";
import { invitePerson } from "./invite-person.ts";
import { addPasskeyRow, addPerson } from "./testing/people.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });
const approver = await addPerson(db, { roles: ["approver"], now });
await addPerson(db, { roles: ["approver"], status: "suspended", now });
await addPasskeyRow(db, approver.personId, now);
await addAgent(db, approver.personId, now);

describe("a person", () => {
  it("is shown to admins, to auditors and to the person", async () => {
    const auditor = await addPerson(db, { roles: ["auditor"], now });
    for (const viewer of [admin, auditor])
      expect(await findPerson(db, { viewer, personId: approver.personId, now })).toMatchObject({
        id: approver.personId,
      });
    const own = await findPerson(db, { viewer: approver, personId: approver.personId, now });
    expect(own).toMatchObject({ passkeyCount: 2, agentCount: 1, lastSeenAt: null, openLink: null });
    const found = findPerson(db, { viewer: approver, personId: admin.personId, now });
    await expect(found).rejects.toMatchObject({ code: "not_found" });
  });

  it("has the person's unused link, until the link is revoked or expires", async () => {
    const invitation = {
      actor: admin,
      name: "Grace",
      email: "grace@example.com",
      roles: ["auditor" as const],
      now,
    };
    const { personId, enrollmentId, expiresAt } = await invitePerson(db, invitation);
    const seenAt = (at: Date) => findPerson(db, { viewer: admin, personId, now: at });
    expect((await seenAt(now)).openLink).toEqual({ enrollmentId, purpose: "invitation", expiresAt });
    expect((await seenAt(addSeconds(now, 24 * 3600))).openLink).toBeNull();
    await revokeEnrollment(db, { actor: admin, enrollmentId, now });
    expect((await seenAt(now)).openLink).toBeNull();
  });

  it("the list of possible owners contains only active approvers", async () => {
    expect(await listApprovers(db, { most: 50 })).toEqual([{ id: approver.personId, name: approver.name }]);
  });
});
