import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { sessions } from "#db/schema/auth";
import { people } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { tokenHash } from "#lib/kernel/digest";
import { addPerson } from "#lib/membership/testing/people";
import { authAdapter } from "./adapter.ts";
import { listSessions } from "./list-sessions.ts";
import { endSession, endSessionsOf, findViewer, startSession } from "./session.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const person = await addPerson(db, { roles: ["auditor"], now });

describe("a session", () => {
  it("lasts twelve hours and not a second longer", async () => {
    const { token, expires } = await startSession(db, { personId: person.personId, now });
    expect(expires).toEqual(addSeconds(now, 12 * 3600));
    expect(await findViewer(db, token, addSeconds(expires, -1))).toBeDefined();
    expect(await findViewer(db, token, expires)).toBeUndefined();
  });

  it("ends at its expiry, also sooner after the sign-in than twelve hours", async () => {
    const { token } = await startSession(db, { personId: person.personId, now });
    const expires = addSeconds(now, 60);
    await db
      .update(sessions)
      .set({ expires })
      .where(eq(sessions.sessionToken, tokenHash(token)));
    expect(await findViewer(db, token, addSeconds(now, 59))).toBeDefined();
    expect(await findViewer(db, token, expires)).toBeUndefined();
  });

  it("is stored as the hash of its token: the row opens no session", async () => {
    const { token } = await startSession(db, { personId: person.personId, now });
    const rows = await db
      .select()
      .from(sessions)
      .where(eq(sessions.sessionToken, tokenHash(token)));
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(await db.select().from(sessions))).not.toContain(token);
    expect(await findViewer(db, tokenHash(token), now)).toBeUndefined();
  });

  it.each(["invited", "suspended", "left"] as const)(
    "is not valid while its person is %s",
    async (status) => {
      const otherPerson = await addPerson(db, { roles: ["admin"], now });
      const { token } = await startSession(db, { personId: otherPerson.personId, now });
      await db.update(people).set({ status }).where(eq(people.id, otherPerson.personId));
      expect(await findViewer(db, token, now)).toBeUndefined();
      expect(await authAdapter(db).getSessionAndUser(token)).toBeNull();
    },
  );

  it("can be ended by its person, and by no one else", async () => {
    const otherPerson = await addPerson(db, { roles: ["admin"], now });
    const { token } = await startSession(db, { personId: person.personId, now });
    const sessionHash = tokenHash(token);
    await endSession(db, { personId: otherPerson.personId, sessionHash, now });
    expect(await findViewer(db, token, now)).toBeDefined();
    await endSession(db, { personId: person.personId, sessionHash, now });
    expect(await findViewer(db, token, now)).toBeUndefined();
  });

  it("ends together with all sessions of its person, and with no other person's", async () => {
    const otherPerson = await addPerson(db, { roles: ["approver"], now });
    const { personId } = otherPerson;
    const { token } = await startSession(db, { personId: person.personId, now });
    await startSession(db, { personId, now });
    await startSession(db, { personId, now });
    expect(await listSessions(db, personId, now)).toHaveLength(2);
    const actor = { type: "person" as const, id: personId };
    await db.transaction((tx) => endSessionsOf(tx, { personId, actor, now }));
    expect(await listSessions(db, personId, now)).toHaveLength(0);
    expect(await findViewer(db, token, now)).toBeDefined();
  });
});

describe("the @auth/core adapter", () => {
  it("reads, extends and deletes sessions by their clear token, and stores only the hash", async () => {
    const adapter = authAdapter(db);
    const { token } = await startSession(db, { personId: person.personId, now });
    const found = await adapter.getSessionAndUser(token);
    expect(found).toMatchObject({ session: { sessionToken: token }, user: { id: person.personId } });
    const expires = addSeconds(now, 60);
    expect(await adapter.updateSession({ sessionToken: token, expires })).toMatchObject({
      sessionToken: token,
      expires,
    });
    await adapter.deleteSession(token);
    expect(await adapter.getSessionAndUser(token)).toBeNull();
  });

  it("creates no person", async () => {
    const user = { id: "x", email: "x@example.com", emailVerified: null };
    await expect(authAdapter(db).createUser?.(user)).rejects.toMatchObject({ code: "not_entitled" });
  });
});
