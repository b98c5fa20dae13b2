import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { enrollments, people, workspace } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { createTestDatabase } from "#db/testing/database";
import { expectWaiting } from "#db/testing/expect-waiting";
import { addSeconds } from "#lib/kernel/clock";
import { findEnrollment } from "#lib/passkeys/enrollment/find-enrollment";
import { revokeEnrollment } from "#lib/passkeys/enrollment/revoke-enrollment";
import { listPasskeys } from "#lib/passkeys/list-passkeys";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { findViewer, startSession } from "#lib/sessions/session";
import { invitePerson, reissueInvitation } from "../invite-person.ts";
import { issueRecovery } from "../issue-recovery.ts";
import { deactivatePerson } from "../offboarding/deactivate-person.ts";
import { addPasskeyRow, addPerson, site } from "../testing/people.ts";
import { enroll, enrollmentOptions } from "./enroll.ts";

const now = new Date("2026-11-24T10:00:00Z");
const later = addSeconds(now, 60);

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });

let invited = 0;
async function invite() {
  invited += 1;
  const email = `grace${invited}@example.com`;
  return invitePerson(db, { actor: admin, name: "Grace", email, roles: ["approver"], now });
}

async function prepare(token: string) {
  const { options } = await enrollmentOptions(db, { token, config: site, now });
  const credential = new SoftAuthenticator(site).create(options);
  return { token, credential, config: site, now: later };
}

describe("an invitation", () => {
  it("makes an invited person active, with a passkey named for the day and a session", async () => {
    const { token, personId } = await invite();
    const { session, roles } = await enroll(db, await prepare(token));
    expect(await findViewer(db, session?.token ?? "", later)).toMatchObject({
      personId,
      roles: ["approver"],
    });
    expect(roles).toEqual(["approver"]);
    expect(await listPasskeys(db, personId)).toMatchObject([{ name: "Passkey 2026-11-24" }]);
  });

  it("adds no second passkey to a person who became active in a different way", async () => {
    const { token, personId } = await invite();
    const attempt = await prepare(token);
    await db.update(people).set({ status: "active" }).where(eq(people.id, personId));
    await addPasskeyRow(db, personId, now);
    await expect(enroll(db, attempt)).rejects.toMatchObject({ code: "link_invalid" });
    expect(await listPasskeys(db, personId)).toHaveLength(1);
  });

  it("is used by one of twenty callers", async () => {
    const { token, personId } = await invite();
    const attempts = await Promise.all(Array.from({ length: 20 }, () => prepare(token)));
    const results = await Promise.allSettled(attempts.map((attempt) => enroll(db, attempt)));
    const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(refusals).toEqual(Array(19).fill("link_invalid"));
    expect(await db.$count(passkeys, eq(passkeys.personId, personId))).toBe(1);
  });

  it("is not changed by viewing it", async () => {
    const { token, enrollmentId } = await invite();
    const before = await db.select().from(enrollments).where(eq(enrollments.id, enrollmentId));
    const events = await db.$count(auditEvents);
    expect(await findEnrollment(db, token, now)).toMatchObject({
      purpose: "invitation",
      person: { name: "Grace" },
    });
    expect(await db.select().from(enrollments).where(eq(enrollments.id, enrollmentId))).toEqual(before);
    expect(await db.$count(auditEvents)).toBe(events);
  });

  it("is invalid after 24 hours, when it is revoked, and when another is issued", async () => {
    const { token } = await invite();
    const late = { ...(await prepare(token)), now: addSeconds(now, 24 * 3600) };
    await expect(enroll(db, late)).rejects.toMatchObject({ code: "link_invalid" });

    const second = await invite();
    const attempt = await prepare(second.token);
    await revokeEnrollment(db, { actor: admin, enrollmentId: second.enrollmentId, now });
    await expect(enroll(db, attempt)).rejects.toMatchObject({ code: "link_invalid" });

    const third = await invite();
    const replacement = await reissueInvitation(db, { actor: admin, personId: third.personId, now });
    expect(await findEnrollment(db, third.token, now)).toBeUndefined();
    await expect(enroll(db, await prepare(replacement.token))).resolves.toBeDefined();
  });

  it("does not accept a challenge made for another link", async () => {
    const mine = await invite();
    const second = await invite();
    const attempt = await prepare(second.token);
    await expect(enroll(db, { ...attempt, token: mine.token })).rejects.toMatchObject({
      code: "challenge_expired",
    });
  });

  it("ends the session the browser had", async () => {
    const otherPerson = await addPerson(db, { roles: ["auditor"], now });
    const { token: replacedToken } = await startSession(db, { personId: otherPerson.personId, now });
    const { token } = await invite();
    await enroll(db, { ...(await prepare(token)), replacedToken });
    expect(await findViewer(db, replacedToken, later)).toBeUndefined();
  });

  it("cannot be created for the email of an existing person, in any spelling", async () => {
    const person = { actor: admin, name: "X", email: "GRACE1@example.com", roles: ["auditor" as const], now };
    await expect(invitePerson(db, person)).rejects.toMatchObject({ code: "conflict" });
  });

  it("reactivates a person who left, under the same id", async () => {
    const first = await invite();
    await enroll(db, await prepare(first.token));
    await deactivatePerson(db, { actor: admin, personId: first.personId, now });
    const [row] = await db.select().from(people).where(eq(people.id, first.personId));
    const again = await invitePerson(db, {
      actor: admin,
      name: "Grace H.",
      email: row?.email ?? "",
      roles: ["auditor"],
      now,
    });
    expect(again.personId).toBe(first.personId);
    const { roles } = await enroll(db, await prepare(again.token));
    expect(roles).toEqual(["auditor"]);
  });

  it("is created, reissued and revoked only by admins", async () => {
    const approver = await addPerson(db, { roles: ["approver", "auditor"], now });
    const { personId, enrollmentId } = await invite();
    const attempts = [
      () => invitePerson(db, { actor: approver, name: "X", email: "x@example.com", roles: ["admin"], now }),
      () => reissueInvitation(db, { actor: approver, personId, now }),
      () => revokeEnrollment(db, { actor: approver, enrollmentId, now }),
      () => issueRecovery(db, { actor: approver, personId: admin.personId, oldPasskeys: "keep", now }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a link created while its person enrolls in the founding period", () => {
  /**
   * Issues a link while another transaction has locked the person and then locks the workspace, as
   * enrolling does.
   */
  async function whileEnrolling<T>(personId: string, issue: () => Promise<T>): Promise<T> {
    let issuing: Promise<T> = Promise.reject(new Error("not issued"));
    issuing.catch(() => {});
    await db.transaction(async (tx) => {
      // PostgreSQL has to stop the verb, not this transaction: the verb's check for deadlocks comes
      // after 1 s.
      await tx.execute(sql`set local deadlock_timeout = '1min'`);
      await tx.execute(sql`select from people where id = ${personId} for update`);
      issuing = issue();
      issuing.catch(() => {});
      await expectWaiting(db, 1);
      await tx.execute(sql`select from workspace for update`);
    });
    return issuing;
  }

  beforeAll(async () => {
    await db.insert(workspace).values({ name: "Test", createdAt: now }).onConflictDoNothing();
  });

  it("by recovery, is made once the other transaction is over", async () => {
    const { personId } = await addPerson(db, { roles: ["auditor"], now });
    const recovery = { actor: admin, personId, oldPasskeys: "keep" as const, now };
    await expect(whileEnrolling(personId, () => issueRecovery(db, recovery))).resolves.toHaveProperty(
      "token",
    );
  });

  it("by another invitation, is made once the other transaction is over", async () => {
    const { personId } = await invite();
    const again = () => reissueInvitation(db, { actor: admin, personId, now });
    await expect(whileEnrolling(personId, again)).resolves.toHaveProperty("token");
  });
});
