import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { type PersonStatus, people } from "#db/schema/directory";
import { challenges, passkeys } from "#db/schema/passkeys";
import { createTestDatabase } from "#db/testing/database";
import { expectWaiting } from "#db/testing/expect-waiting";
import { addSeconds } from "#lib/kernel/clock";
import { addPerson, site } from "#lib/membership/testing/people";
import { removeAllPasskeys } from "#lib/passkeys/remove-passkey";
import { signInOptions } from "#lib/passkeys/sign-in-options";
import { type Faults, SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";
import { findViewer, startSession } from "#lib/sessions/session";
import { signIn } from "./sign-in.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const person = await addPerson(db, { roles: ["approver"], now });

async function prepare(faults: Faults = {}, { authenticator } = person) {
  const options = await signInOptions(db, { config: site, now });
  return { credential: authenticator.get(options, faults), config: site, now };
}

async function refusalAt(at: Date) {
  const [event] = await db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.type, "session.refused"), eq(auditEvents.at, at)));
  return event && JSON.parse(Buffer.from(event.body).toString());
}

describe("signing in", () => {
  it("gives a session to the passkey's owner, and records the use", async () => {
    const { personId, session } = await signIn(db, await prepare());
    expect(personId).toBe(person.personId);
    expect(await findViewer(db, session.token, now)).toMatchObject({ personId });
    const [row] = await db.select().from(passkeys).where(eq(passkeys.personId, personId));
    expect(row).toMatchObject({ lastUsedAt: now, counter: 1 });
  });

  it("does not reveal who has passkeys: the options list none", async () => {
    const options = await signInOptions(db, { config: site, now });
    expect(options.allowCredentials ?? []).toEqual([]);
    expect(options.userVerification).toBe("required");
  });

  it("accepts an answer once: the same one sent again is refused", async () => {
    const attempt = await prepare();
    await signIn(db, attempt);
    await expect(signIn(db, attempt)).rejects.toMatchObject({ code: "challenge_expired" });
  });

  it("accepts an answer once when twenty send it at the same moment", async () => {
    const attempt = await prepare();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => signIn(db, attempt)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("consumes the challenge before it verifies (invariant 4)", async () => {
    const options = await signInOptions(db, { config: site, now });
    const bad = person.authenticator.get(options, { flipSignature: true });
    await expect(signIn(db, { credential: bad, config: site, now })).rejects.toMatchObject({
      code: "passkey_refused",
    });
    expect(await db.$count(challenges, eq(challenges.challenge, options.challenge))).toBe(0);
    const good = person.authenticator.get(options);
    await expect(signIn(db, { credential: good, config: site, now })).rejects.toMatchObject({
      code: "challenge_expired",
    });
  });

  it("refuses an answer after ten minutes", async () => {
    const attempt = { ...(await prepare()), now: addSeconds(now, 600) };
    await expect(signIn(db, attempt)).rejects.toMatchObject({ code: "challenge_expired" });
  });

  it("admits one of two assertions with the same counter, as a cloned authenticator would send", async () => {
    const counter = 1000;
    const attempts = [await prepare({ counter }), await prepare({ counter })];
    const results = await Promise.allSettled(attempts.map((attempt) => signIn(db, attempt)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await db.update(passkeys).set({ counter: 0 }).where(eq(passkeys.personId, person.personId));
  });

  it.each<PersonStatus>(["invited", "suspended", "left"])("refuses a person who is %s", async (status) => {
    const otherPerson = await addPerson(db, { roles: ["admin"], status, now });
    await expect(signIn(db, await prepare({}, otherPerson))).rejects.toMatchObject({
      code: "passkey_refused",
    });
  });

  it("refuses an unknown passkey, and tells the browser to forget it", async () => {
    const authenticator = new SoftAuthenticator(site);
    authenticator.create({ challenge: "x", user: { id: "eA" } });
    await expect(signIn(db, await prepare({}, { ...person, authenticator }))).rejects.toMatchObject({
      code: "wrong_passkey",
      details: { unknown_credential: authenticator.credentialId },
    });
  });

  it("records every refusal with only code and IDs", async () => {
    const attempt = { ...(await prepare({ userVerified: false })), now: addSeconds(now, 5) };
    await expect(signIn(db, attempt)).rejects.toThrow();
    const event = await refusalAt(attempt.now);
    expect(event).toMatchObject({
      subject: { person: person.personId },
      data: { code: "user_not_verified" },
    });
    expect(JSON.stringify(event)).not.toContain(person.email);
    expect(JSON.stringify(event)).not.toContain(person.name);
  });

  it("records nothing for answers to unknown challenges, which any outsider can send", async () => {
    const credential = person.authenticator.get({ challenge: Buffer.alloc(32, 7).toString("base64url") });
    const attempt = { credential, config: site, now: addSeconds(now, 6) };
    await expect(signIn(db, attempt)).rejects.toMatchObject({ code: "challenge_expired" });
    expect(await refusalAt(attempt.now)).toBeUndefined();
    const used = { ...(await prepare()), now: addSeconds(now, 7) };
    await signIn(db, used);
    await expect(signIn(db, used)).rejects.toMatchObject({ code: "challenge_expired" });
    expect(await refusalAt(used.now)).toBeUndefined();
  });

  it("ends the session the browser had and starts one under a new token", async () => {
    const { token: planted } = await startSession(db, { personId: person.personId, now });
    const { session } = await signIn(db, { ...(await prepare()), replacedToken: planted });
    expect(session.token).not.toBe(planted);
    expect(await findViewer(db, planted, now)).toBeUndefined();
  });

  it("leaves no session to a person suspended at the same moment", async () => {
    const otherPerson = await addPerson(db, { roles: ["approver"], now });
    const attempt = await prepare({}, otherPerson);
    const attempted = await db.transaction(async (tx) => {
      await tx.update(people).set({ status: "suspended" }).where(eq(people.id, otherPerson.personId));
      const outcome = signIn(db, attempt).catch((error) => error);
      // The sign-in waits for the locked row, and must see the suspension after its commit.
      await expectWaiting(db, 1);
      return { outcome };
    });
    expect(await attempted.outcome).toMatchObject({ code: "passkey_refused" });
  });

  it("never deadlocks with the offboarding of its person, which locks the person before the passkeys", async () => {
    const otherPerson = await addPerson(db, { roles: ["approver"], now });
    const admin = await addPerson(db, { roles: ["admin"], now });
    const attempt = await prepare({}, otherPerson);
    const attempted = await db.transaction(async (tx) => {
      await tx.update(people).set({ status: "left" }).where(eq(people.id, otherPerson.personId));
      const outcome = signIn(db, attempt).catch((error) => error);
      await expectWaiting(db, 1);
      // If the sign-in had its passkey locked already, each would now wait for the other.
      const actor = { type: "person" as const, id: admin.personId };
      await removeAllPasskeys(tx, { personId: otherPerson.personId, actor, now });
      return { outcome };
    });
    expect(await attempted.outcome).toMatchObject({ code: "passkey_refused" });
  });
});
