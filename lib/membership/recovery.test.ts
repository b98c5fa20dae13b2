import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { people } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { findViewer, startSession } from "#lib/sessions/session";
import { enroll, enrollmentOptions } from "./enrollment/enroll.ts";
import { issueRecovery } from "./issue-recovery.ts";
import { addPerson, site } from "./testing/people.ts";

const now = new Date("2026-11-24T10:00:00Z");
const later = addSeconds(now, 60);

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });

async function prepare(token: string) {
  const { options } = await enrollmentOptions(db, { token, config: site, now });
  const credential = new SoftAuthenticator(site).create(options);
  return { token, credential, config: site, now: later };
}

describe("a recovery link", () => {
  it("is used by one of twenty callers", async () => {
    const { personId } = await addPerson(db, { roles: ["approver"], now });
    const { token } = await issueRecovery(db, { actor: admin, personId, oldPasskeys: "keep", now });
    const attempts = await Promise.all(Array.from({ length: 20 }, () => prepare(token)));
    const results = await Promise.allSettled(attempts.map((attempt) => enroll(db, attempt)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.$count(passkeys, eq(passkeys.personId, personId))).toBe(2);
  });

  it("adds a passkey and keeps the old passkeys if the admin chooses so", async () => {
    const { personId } = await addPerson(db, { roles: ["approver"], now });
    const { token } = await issueRecovery(db, { actor: admin, personId, oldPasskeys: "keep", now });
    await enroll(db, await prepare(token));
    expect(await db.$count(passkeys, eq(passkeys.personId, personId))).toBe(2);
  });

  it("removes the old passkeys and ends sessions immediately when the admin considers them lost", async () => {
    const { personId } = await addPerson(db, { roles: ["approver"], now });
    const { token: session } = await startSession(db, { personId, now });
    const { token } = await issueRecovery(db, { actor: admin, personId, oldPasskeys: "remove", now });
    expect(await db.$count(passkeys, eq(passkeys.personId, personId))).toBe(0);
    expect(await findViewer(db, session, later)).toBeUndefined();
    await enroll(db, await prepare(token));
    expect(await db.$count(passkeys, eq(passkeys.personId, personId))).toBe(1);
    const types = await db
      .select({ type: auditEvents.type })
      .from(auditEvents)
      .where(eq(auditEvents.personId, personId));
    for (const type of ["enrollment.issued", "passkey.removed", "enrollment.used", "passkey.added"])
      expect(types).toContainEqual({ type });
  });

  it("is revoked with the person's suspension, even after its page was opened", async () => {
    const { personId } = await addPerson(db, { roles: ["approver"], now });
    const { token } = await issueRecovery(db, { actor: admin, personId, oldPasskeys: "keep", now });
    const attempt = await prepare(token);
    await db.update(people).set({ status: "suspended" }).where(eq(people.id, personId));
    await expect(enroll(db, attempt)).rejects.toMatchObject({ code: "link_invalid" });
  });

  it("cannot remove the acting admin's own passkeys", async () => {
    const own = issueRecovery(db, { actor: admin, personId: admin.personId, oldPasskeys: "remove", now });
    await expect(own).rejects.toMatchObject({ code: "conflict" });
  });
});
