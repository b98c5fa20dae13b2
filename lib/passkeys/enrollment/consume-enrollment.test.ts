import { describe, expect, it } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { invitePerson } from "#lib/membership/invite-person";
import { addPerson } from "#lib/membership/testing/people";
import { consumeEnrollment } from "./consume-enrollment.ts";
import { revokeEnrollment } from "./revoke-enrollment.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });

let invited = 0;
async function invite() {
  invited += 1;
  const email = `grace${invited}@example.com`;
  return invitePerson(db, { actor: admin, name: "Grace", email, roles: ["approver"], now });
}

describe("consuming a link", () => {
  const consume = (enrollmentId: string, personId: string, at: Date) =>
    db.transaction((tx) => consumeEnrollment(tx, { enrollmentId, personId, now: at }));

  it("fails when it was used, revoked or expired since the look-up", async () => {
    const used = await invite();
    await consume(used.enrollmentId, used.personId, now);
    await expect(consume(used.enrollmentId, used.personId, now)).rejects.toMatchObject({
      code: "link_invalid",
    });
    const revoked = await invite();
    await revokeEnrollment(db, { actor: admin, enrollmentId: revoked.enrollmentId, now });
    const afterwards = consume(revoked.enrollmentId, revoked.personId, now);
    await expect(afterwards).rejects.toMatchObject({ code: "link_invalid" });
    const old = await invite();
    const tooLate = consume(old.enrollmentId, old.personId, addSeconds(now, 24 * 3600));
    await expect(tooLate).rejects.toMatchObject({ code: "link_invalid" });
  });
});
