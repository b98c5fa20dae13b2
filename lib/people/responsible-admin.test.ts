import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { people, type Role } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { changeRoles } from "#lib/membership/change-roles";
import { deactivatePerson } from "#lib/membership/offboarding/deactivate-person";
import { foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { findScimClient } from "#lib/provisioning/scim/find-client";
import { issueScimToken, listScimTokens, revokeScimToken } from "#lib/provisioning/scim/tokens";
import { listEventSources, revokeEventSource } from "#lib/provisioning/signals/list-event-sources";
import { registerEventSource } from "#lib/provisioning/signals/register-event-source";
import { takeResponsibility } from "#lib/provisioning/signals/take-responsibility";

const now = new Date("2026-11-24T10:00:00Z");
const config = { origin: "https://countersign.example" };
const { db } = await createTestDatabase();
let ada: TestPerson;
let sue: TestPerson;
let tokenId: string;
let token: string;
let eventSourceId: string;
let number = 0;

beforeEach(async () => {
  // Only this test's people get notices, and no other test's token or source lacks a responsible
  // admin.
  await db.$client`update people set roles = '{auditor}'`;
  await db.$client`update scim_tokens set revoked_at = now() where revoked_at is null`;
  await db.$client`update event_sources set revoked_at = now() where revoked_at is null`;
  ada = await addPerson(db, { roles: ["admin", "approver"], now });
  sue = await addPerson(db, { roles: ["admin"], now });
  ({ tokenId, token } = await issueScimToken(db, { actor: ada, name: "Okta", expiresInDays: 30, now }));
  const issuer = `https://idp-${++number}.example`;
  const keys = { url: `${issuer}/jwks` };
  const fields = { name: "IdP", issuer, audience: "us", mayFreeze: false, keys };
  ({ eventSourceId } = await registerEventSource(db, { actor: ada, ...fields, config, now }));
});

const both = ["event_source_without_admin", "scim_token_without_admin"];
const noticesOf = async ({ personId }: TestPerson, at = now) =>
  (await listNotices(db, { personId, now: at })).notices.map(({ kind }) => kind).sort();
const roles = (of: TestPerson, to: Role[]) =>
  changeRoles(db, { actor: sue, personId: of.personId, roles: to, now });
const suspend = (of: TestPerson) => suspendPerson(db, { actor: sue, personId: of.personId, now });
const answerer = async () => ({
  token: (await listScimTokens(db, { viewer: sue })).find(({ id }) => id === tokenId)?.responsibleAdmin,
  eventSource: (await listEventSources(db, { viewer: sue })).find(({ id }) => id === eventSourceId)
    ?.responsibleAdmin,
});
const takeOver = async (actor: TestPerson) => {
  await takeResponsibility(db, { actor, kind: "scim_token", id: tokenId, now });
  await takeResponsibility(db, { actor, kind: "event_source", id: eventSourceId, now });
};

describe("when the admin responsible for a token and an event source", () => {
  test.each<[string, () => Promise<void>]>([
    ["is suspended", () => suspend(ada)],
    ["leaves", () => deactivatePerson(db, { actor: sue, personId: ada.personId, now })],
    ["loses the role of admin", () => roles(ada, ["approver"])],
    ["loses every role but auditor", () => roles(ada, ["auditor"])],
  ])("%s, both continue, are marked, and all other admins are notified", async (_, end) => {
    const tim = await addPerson(db, { roles: ["admin"], now });
    const auditor = await addPerson(db, { roles: ["auditor"], now });
    await end();
    expect(await findScimClient(db, token, now)).toMatchObject({ tokenId });
    expect(await answerer()).toMatchObject({
      token: { id: ada.personId, isAdmin: false },
      eventSource: { id: ada.personId, isAdmin: false },
    });
    expect(await noticesOf(sue)).toEqual(both);
    expect(await noticesOf(tim)).toEqual(both);
    expect(await noticesOf(auditor)).toEqual([]);
    expect(await noticesOf(ada)).toEqual([]);
  });

  test("loses the approver role and stays an admin, no notice is sent", async () => {
    await roles(ada, ["admin"]);
    expect(await noticesOf(sue)).toEqual([]);
    expect((await answerer()).token).toMatchObject({ isAdmin: true });
  });

  test("leaves after both ended, no notice is sent", async () => {
    await revokeScimToken(db, { actor: sue, tokenId, now });
    await revokeEventSource(db, { actor: sue, eventSourceId, now });
    await suspend(ada);
    expect(await noticesOf(sue)).toEqual([]);
  });

  test("leaves, each admin has one notice of a kind, even if this happens repeatedly", async () => {
    await suspend(ada);
    const tim = await addPerson(db, { roles: ["admin"], now });
    await issueScimToken(db, { actor: tim, name: "Entra", expiresInDays: 30, now });
    await suspend(tim);
    expect(await noticesOf(sue)).toEqual(both);
  });
});

describe("a notice of a missing responsible admin is shown only while the admin is missing", () => {
  beforeEach(() => suspend(ada));

  test("until an admin takes responsibility", async () => {
    await takeResponsibility(db, { actor: sue, kind: "scim_token", id: tokenId, now });
    expect(await noticesOf(sue)).toEqual(["event_source_without_admin"]);
    await takeResponsibility(db, { actor: sue, kind: "event_source", id: eventSourceId, now });
    expect(await noticesOf(sue)).toEqual([]);
  });

  test("until it is revoked", async () => {
    await revokeScimToken(db, { actor: sue, tokenId, now });
    await revokeEventSource(db, { actor: sue, eventSourceId, now });
    expect(await noticesOf(sue)).toEqual([]);
  });

  test("until it has expired", async () => {
    expect(await noticesOf(sue, addSeconds(now, 31 * 24 * 3600))).toEqual(["event_source_without_admin"]);
  });

  test("until the responsible admin is an admin again", async () => {
    await reinstatePerson(db, { actor: sue, personId: ada.personId, now });
    expect(await noticesOf(sue)).toEqual([]);
  });
});

describe("taking responsibility", () => {
  test("is for admins, changes only the responsible admin, and is recorded", async () => {
    await suspend(ada);
    await takeOver(sue);
    const now_ = { id: sue.personId, isAdmin: true };
    expect(await answerer()).toMatchObject({ token: now_, eventSource: now_ });
    expect(await findScimClient(db, token, now)).toMatchObject({ tokenId });
    for (const type of ["scim_token.responsibility_taken", "event_source.responsibility_taken"] as const) {
      const by = and(eq(auditEvents.type, type), eq(auditEvents.actorId, sue.personId));
      const [event] = await db.select({ body: auditEvents.body }).from(auditEvents).where(by);
      const { data } = JSON.parse(Buffer.from(event?.body ?? []).toString());
      expect(data).toEqual({ from: ada.personId, to: sue.personId });
    }
  });

  test("is only for active admins, and not for a former admin", async () => {
    const nobody = await addPerson(db, { roles: ["approver", "auditor"], now });
    await expect(takeOver(nobody)).rejects.toMatchObject({ code: "not_found" });
    // Their page was opened before.
    await db.update(people).set({ status: "suspended" }).where(eq(people.id, sue.personId));
    await expect(
      takeResponsibility(db, { actor: sue, kind: "scim_token", id: tokenId, now }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      takeResponsibility(db, { actor: sue, kind: "event_source", id: eventSourceId, now }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      issueScimToken(db, { actor: sue, name: "Late", expiresInDays: 1, now }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  test("is possible only for live tokens and sources of another responsible admin", async () => {
    await expect(takeOver(ada)).rejects.toMatchObject({ code: "conflict" });
    const later = addSeconds(now, 31 * 24 * 3600);
    await expect(
      takeResponsibility(db, { actor: sue, kind: "scim_token", id: tokenId, now: later }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    await revokeScimToken(db, { actor: sue, tokenId, now });
    await revokeEventSource(db, { actor: sue, eventSourceId, now });
    await expect(
      takeResponsibility(db, { actor: sue, kind: "scim_token", id: tokenId, now }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      takeResponsibility(db, { actor: sue, kind: "event_source", id: eventSourceId, now }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("at the moment of the admin's own suspension never leaves a token without notice", async () => {
    for (let round = 0; round < 10; round++) {
      const tim = await addPerson(db, { roles: ["admin"], now });
      const [taken] = await Promise.allSettled([
        takeResponsibility(db, { actor: tim, kind: "scim_token", id: tokenId, now }),
        suspend(tim),
      ]);
      const wasTaken = taken.status === "fulfilled";
      expect((await noticesOf(sue)).includes("scim_token_without_admin")).toBe(wasTaken);
      if (wasTaken) await takeResponsibility(db, { actor: ada, kind: "scim_token", id: tokenId, now });
      expect(await noticesOf(sue)).toEqual([]);
    }
  });
});

test("the offboarding preview says that the person's tokens and sources continue, and they do", async () => {
  const lasting = [
    { kind: "event_source", id: eventSourceId, name: "IdP" },
    { kind: "scim_token", id: tokenId, name: "Okta" },
  ];
  const foresee = async ({ personId }: TestPerson, at = now) =>
    (await foreseeOffboarding(db, { actor: sue, personId, now: at })).lastingCredentials;
  expect(await foresee(ada)).toEqual(lasting);
  expect(await foresee(sue)).toEqual([]);
  expect(await foresee(ada, addSeconds(now, 31 * 24 * 3600))).toEqual(lasting.slice(0, 1));
  await suspend(ada);
  expect(await foresee(ada)).toEqual(lasting);
  await takeOver(sue);
  expect(await foresee(ada)).toEqual([]);
  expect(await foresee(sue)).toEqual(lasting);
});
