import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { sessions } from "#db/schema/auth";
import { people, type Role, workspace } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { tokenHash } from "#lib/kernel/digest";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { addPerson } from "#lib/membership/testing/people";
import { auditEvents } from "#lib/policy/testing/workspace";
import { authAdapter } from "./adapter.ts";
import { deleteExpiredSessions } from "./delete-expired-sessions.ts";
import { listSessions } from "./list-sessions.ts";
import { endSession, endSessionsOf, findViewer, startSession } from "./session.ts";
import { findTerminal, issueTerminalCode, openTerminal, terminalSeconds } from "./terminals.ts";

const now = new Date("2026-12-02T10:00:00Z");
const later = (seconds: number) => addSeconds(now, seconds);

const { db } = await createTestDatabase();
await db.insert(workspace).values({ id: 1, name: "Example", phoneSessionDays: 30, createdAt: now });
const admin = await addPerson(db, { roles: ["admin"], now });

/** A person signed in in a browser. */
async function signedIn({ roles = ["approver"], stays = false }: { roles?: Role[]; stays?: boolean } = {}) {
  const person = await addPerson(db, { name: "Olga Owner", roles, now });
  const device = { name: "Firefox", isApp: false, stays };
  const { token } = await startSession(db, { personId: person.personId, device, now });
  const actor = { ...person, sessionHash: tokenHash(token) };
  return { actor, token };
}

/** The same person, at a terminal too. */
async function atTerminal(of: Parameters<typeof signedIn>[0] = {}) {
  const browser = await signedIn(of);
  const { code } = await issueTerminalCode(db, { actor: browser.actor, now });
  return { ...browser, code, terminal: await openTerminal(db, { code, now }) };
}

const isGood = async (token: string, at = now) => (await findTerminal(db, token, at)) !== undefined;

test("a code signs in a terminal as its person, who is named, for eight hours and not a second longer", async () => {
  const { actor, terminal } = await atTerminal();
  expect(terminal).toMatchObject({ personName: "Olga Owner", expiresAt: later(terminalSeconds) });
  const { personId, roles } = actor;
  expect(await findTerminal(db, terminal.token, now)).toMatchObject({ personId, roles });
  expect(await isGood(terminal.token, later(8 * 3600 - 1))).toBe(true);
  expect(await isGood(terminal.token, later(8 * 3600))).toBe(false);
});

test("of twenty callers with one code, one gets a token", async () => {
  const { actor } = await signedIn();
  const { code } = await issueTerminalCode(db, { actor, now });
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => openTerminal(db, { code, now })));
  const refused = all.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []));
  expect(refused).toEqual(Array(19).fill("unauthenticated"));
});

test("a code is typed in any case and without separators, lasts five minutes, and a new one ends the earlier one", async () => {
  const { actor } = await signedIn();
  const first = await issueTerminalCode(db, { actor, now });
  const second = await issueTerminalCode(db, { actor, now });
  const open = (code: string, at = now) => openTerminal(db, { code, now: at });
  await expect(open(first.code)).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(open(second.code, later(300))).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(open(second.code.toLowerCase().replaceAll("-", " "), later(299))).resolves.toBeDefined();
});

test("a browser's code ends no code of another browser", async () => {
  const [one, other] = [await signedIn(), await signedIn()];
  const { code } = await issueTerminalCode(db, { actor: one.actor, now });
  await issueTerminalCode(db, { actor: other.actor, now });
  await expect(openTerminal(db, { code, now })).resolves.toBeDefined();
});

test("tokens and codes are stored as hashes, and no cookie opens a terminal's session or a code", async () => {
  const { actor, terminal } = await atTerminal();
  const { code } = await issueTerminalCode(db, { actor, now });
  const rows = await db.select().from(sessions).where(eq(sessions.userId, actor.personId));
  const stored = JSON.stringify(rows);
  expect(rows).toHaveLength(3);
  for (const secret of [terminal.token, terminal.token.slice(5), code, code.replaceAll("-", "")]) {
    expect(stored).not.toContain(secret);
    expect(await findViewer(db, secret, now)).toBeUndefined();
    expect(await authAdapter(db).getSessionAndUser(secret)).toBeNull();
  }
  for (const { sessionToken } of rows) {
    expect(await findViewer(db, sessionToken, now)).toBeUndefined();
    expect(await isGood(sessionToken)).toBe(false);
  }
  expect(JSON.stringify(await auditEvents(db, "session.started"))).not.toContain(terminal.token.slice(5));
});

test("a browser's token is no terminal's token", async () => {
  expect(await isGood((await signedIn()).token)).toBe(false);
});

type Person = Awaited<ReturnType<typeof atTerminal>>["actor"];

const endings: [string, (person: Person) => Promise<unknown>][] = [
  ["the browser signs out", (person) => endSession(db, { ...person, now })],
  ["the person signs out everywhere", (person) => endEverywhere(person)],
  [
    "the person was suspended, also after a reactivation",
    async ({ personId }) => {
      await suspendPerson(db, { actor: admin, personId, now });
      await reinstatePerson(db, { actor: admin, personId, now });
    },
  ],
];

const endEverywhere = ({ personId }: Person) =>
  db.transaction((tx) => endSessionsOf(tx, { personId, actor: { personId }, now }));
const terminalsOf = async ({ personId }: Person) =>
  (await listSessions(db, personId, now)).filter(({ terminalOf }) => terminalOf !== null);

test.each(endings)(
  "once %s, the terminal is signed out, isn't listed, and no code signs in",
  async (_, end) => {
    const { actor, terminal } = await atTerminal();
    const { code } = await issueTerminalCode(db, { actor, now });
    expect([await isGood(terminal.token), await terminalsOf(actor)]).toMatchObject([true, [{}]]);
    await end(actor);
    expect([await isGood(terminal.token), await terminalsOf(actor)]).toEqual([false, []]);
    await expect(openTerminal(db, { code, now })).rejects.toMatchObject({ code: "unauthenticated" });
  },
);

test("a person ends a terminal from the list of sessions, and the browser stays signed in", async () => {
  const { actor, token, terminal } = await atTerminal();
  const [listed] = await terminalsOf(actor);
  await endSession(db, { personId: actor.personId, sessionHash: listed?.id ?? "", now });
  expect(await isGood(terminal.token)).toBe(false);
  expect(await findViewer(db, token, now)).toBeDefined();
});

test("a code of a person who isn't active opens nothing, and a terminal of a person who isn't active is signed out", async () => {
  const { actor, terminal } = await atTerminal();
  const { code } = await issueTerminalCode(db, { actor, now });
  // The row decides, not the verb behind the change.
  await db.update(people).set({ status: "suspended" }).where(eq(people.id, actor.personId));
  await expect(openTerminal(db, { code, now })).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await isGood(terminal.token)).toBe(false);
});

test("a terminal ends with the browser session's time, also if that was shortened after", async () => {
  const { actor, terminal } = await atTerminal();
  await db
    .update(sessions)
    .set({ expires: later(60) })
    .where(eq(sessions.sessionToken, actor.sessionHash));
  expect(await isGood(terminal.token, later(59))).toBe(true);
  expect(await isGood(terminal.token, later(60))).toBe(false);
  const { code } = await issueTerminalCode(db, { actor, now });
  expect((await openTerminal(db, { code, now })).expiresAt).toEqual(later(60));
});

test("a terminal of a phone session has no role that the browser no longer opens", async () => {
  const { actor } = await atTerminal({ roles: ["admin", "approver"], stays: true });
  const at = later(12 * 3600 + 1);
  const { code } = await issueTerminalCode(db, { actor, now: at });
  const { token } = await openTerminal(db, { code, now: at });
  expect(await findTerminal(db, token, at)).toMatchObject({ roles: ["approver"], withheldRoles: ["admin"] });
});

test("only approvers and admins get a code", async () => {
  const { actor } = await signedIn({ roles: ["auditor"] });
  await expect(issueTerminalCode(db, { actor, now })).rejects.toMatchObject({ code: "not_found" });
});

test("a terminal is listed with the person's sessions, with its last use, and a code isn't", async () => {
  const { actor, terminal } = await atTerminal();
  await issueTerminalCode(db, { actor, now });
  await findTerminal(db, terminal.token, later(600));
  expect(await listSessions(db, actor.personId, later(600))).toMatchObject([
    {
      deviceName: "Terminal",
      terminalOf: actor.sessionHash,
      lastUsedAt: later(600),
      expires: later(8 * 3600),
    },
    { deviceName: "Firefox", terminalOf: null },
  ]);
  await deleteExpiredSessions(db, later(8 * 3600 + 1));
  expect(await listSessions(db, actor.personId, later(600))).toHaveLength(1);
});

test("the audit log names the person, the terminal and the browser session", async () => {
  const { actor, terminal } = await atTerminal();
  const { personId, sessionHash } = actor;
  const session = (await findTerminal(db, terminal.token, now))?.sessionHash;
  expect(await auditEvents(db, "session.started")).toContainEqual(
    expect.objectContaining({
      actor: { type: "person", id: personId },
      subject: { person: personId, session },
      data: { via: "terminal", session: sessionHash },
    }),
  );
});
