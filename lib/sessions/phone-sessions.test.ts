import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { sessions } from "#db/schema/auth";
import { type Role, workspace } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { tokenHash } from "#lib/kernel/digest";
import { addPerson } from "#lib/membership/testing/people";
import { listSessions } from "./list-sessions.ts";
import { changePhoneSessions } from "./phone-sessions.ts";
import { findViewer, findViewers, startSession, type Viewer } from "./session.ts";

const now = new Date("2026-11-24T10:00:00Z");
const day = 86_400;
const phone = { name: "Chrome on Android", isApp: true, stays: true };

const { db } = await createTestDatabase();
await db.insert(workspace).values({ id: 1, name: "Example", createdAt: now });
const person = await addPerson(db, { roles: ["approver"], now });

beforeEach(async () => {
  await db.update(workspace).set({ phoneSessionDays: 30 });
});

const start = ({ personId } = person) => startSession(db, { personId, device: phone, now });
const later = (seconds: number) => addSeconds(now, seconds);

describe("a phone session", () => {
  it("lasts thirty days from its last use, and not a second longer", async () => {
    const { token, expires } = await start();
    expect(expires).toEqual(later(30 * day));
    expect(await findViewer(db, token, later(29 * day))).toBeDefined();
    expect(await findViewer(db, token, later(59 * day - 1))).toBeDefined();
    const unused = await start();
    expect(await findViewer(db, unused.token, later(30 * day))).toBeUndefined();
  });

  it("ends 180 days after its sign-in, however often it is used", async () => {
    const { token } = await start();
    for (let days = 20; days < 180; days += 20)
      expect(await findViewer(db, token, later(days * day))).toBeDefined();
    expect(await findViewer(db, token, later(180 * day - 1))).toBeDefined();
    expect(await findViewer(db, token, later(180 * day))).toBeUndefined();
  });

  it("is not extended by an open page that only listens", async () => {
    const { token } = await start();
    await findViewers(db, [tokenHash(token)], later(29 * day));
    expect(await findViewer(db, token, later(30 * day))).toBeUndefined();
  });

  it("opens the pages of admins and auditors for twelve hours, and those of approvers after", async () => {
    const admin = await addPerson(db, { roles: ["admin", "approver", "auditor"], now });
    const { token } = await start(admin);
    const roles = async (seconds: number) => {
      const viewer = await findViewer(db, token, later(seconds));
      return [viewer?.roles, viewer?.withheldRoles];
    };
    expect(await roles(12 * 3600 - 1)).toEqual([["admin", "approver", "auditor"], undefined]);
    expect(await roles(12 * 3600)).toEqual([["approver"], ["admin", "auditor"]]);
  });

  it.each<Role>(["admin", "auditor"])(
    "opens nothing after twelve hours to an %s who isn't an approver",
    async (role) => {
      const { token } = await start(await addPerson(db, { roles: [role], now }));
      expect(await findViewer(db, token, later(12 * 3600 - 1))).toBeDefined();
      expect(await findViewer(db, token, later(12 * 3600))).toBeUndefined();
    },
  );

  it("is listed with its browser, the app and its last use", async () => {
    const owner = await addPerson(db, { roles: ["approver"], now });
    const { token } = await start(owner);
    await findViewer(db, token, later(day));
    expect(await listSessions(db, owner.personId, later(day))).toEqual([
      {
        id: tokenHash(token),
        ...{ deviceName: "Chrome on Android", isApp: true, isDevice: true, terminalOf: null },
        ...{ startedAt: now, lastUsedAt: later(day), expires: later(31 * day) },
      },
    ]);
  });

  it("writes nothing for a second use within five minutes", async () => {
    const { token } = await start();
    await findViewer(db, token, later(299));
    const [row] = await db
      .select()
      .from(sessions)
      .where(eq(sessions.sessionToken, tokenHash(token)));
    expect(row?.lastUsedAt).toEqual(now);
  });

  it("is one of twelve hours unless the person chose it and the workspace has them", async () => {
    const { personId } = person;
    const device = { ...phone, stays: false };
    expect(await startSession(db, { personId, device, now })).toMatchObject({
      expires: later(12 * 3600),
      isDevice: false,
    });
    await db.update(workspace).set({ phoneSessionDays: 0 });
    expect(await start()).toMatchObject({ expires: later(12 * 3600), isDevice: false });
  });
});

describe("the length of phone sessions", () => {
  async function viewer(...roles: Role[]): Promise<Viewer> {
    const { personId } = await addPerson(db, { roles, now });
    return { personId, name: "", email: "", roles, sessionHash: "" };
  }

  it("is changed by admins only, and not by an admin whose sign-in is not recent", async () => {
    for (const roles of [["approver"], ["auditor"]] satisfies Role[][]) {
      const change = changePhoneSessions(db, { actor: await viewer(...roles), days: 1, now });
      await expect(change).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("takes a passkey's confirmation to grow, from the length shown", async () => {
    const actor = await viewer("admin");
    const change = (days: number, confirmedFrom?: number) =>
      changePhoneSessions(db, { actor, days, confirmedFrom, now });
    await expect(change(31)).rejects.toMatchObject({ code: "conflict" });
    await expect(change(31, 29)).rejects.toMatchObject({ code: "conflict" });
    await change(31, 30);
    await expect(change(91, 31)).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("ends sessions there are when it gets shorter, but none within twelve hours of its sign-in", async () => {
    const actor = await viewer("admin");
    const { token } = await start();
    await changePhoneSessions(db, { actor, days: 7, now });
    expect(await findViewer(db, token, later(7 * day))).toBeUndefined();
    const other = await start();
    await changePhoneSessions(db, { actor, days: 0, now });
    expect(await findViewer(db, other.token, later(12 * 3600 - 1))).toBeDefined();
    expect(await findViewer(db, other.token, later(12 * 3600))).toBeUndefined();
  });
});
