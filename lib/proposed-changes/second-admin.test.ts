import { desc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#db/client";
import { enrollments, people, type Role, workspace } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { proposals } from "#db/schema/proposals";
import { createTestDatabase } from "#db/testing/database";
import { expectWaiting } from "#db/testing/expect-waiting";
import { invitePerson } from "#lib/membership/invite-person";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { addPerson, masterSecret, type TestPerson } from "#lib/membership/testing/people";
import { auditEvents } from "#lib/policy/testing/workspace";
import { declineProposal, withdrawProposal } from "#lib/proposals/resolve-proposal";
import { findPublishingSetting } from "#lib/two-admins/publishing-setting";
import { requireSecondAdmin } from "#lib/two-admins/require-second-admin";
import { proposeSingleAdmin } from "#lib/two-admins/single-admin";
import { confirmProposal } from "./confirm-proposal.ts";

const now = new Date("2026-11-24T10:00:00Z");
const config = { origin: "https://countersign.example" };
let db: Database;
let ada: TestPerson;
let bo: TestPerson;

beforeEach(async () => {
  ({ db } = await createTestDatabase());
  await db.insert(workspace).values({ name: "Test", createdAt: now });
  ada = await addPerson(db, { roles: ["admin"], now });
  bo = await addPerson(db, { roles: ["admin"], now });
});

async function needsSecondAdmin(): Promise<boolean> {
  return (await findPublishingSetting(db)).needsSecondAdmin;
}

async function suspend({ personId }: TestPerson): Promise<void> {
  await db.update(people).set({ status: "suspended" }).where(eq(people.id, personId));
}

const require = (by: TestPerson) =>
  requireSecondAdmin(db, { actor: by, confirmedWith: by.authenticator.credentialId, now });

const propose = (by: TestPerson) =>
  proposeSingleAdmin(db, { actor: by, confirmedWith: by.authenticator.credentialId, now });

/** Confirms the newest proposal, in any state. */
async function end(by: TestPerson): Promise<void> {
  const [proposal] = await db.select().from(proposals).orderBy(desc(proposals.id));
  const { id: proposalId = "prp_none", digest = "" } = proposal ?? {};
  const confirmedWith = by.authenticator.credentialId;
  await confirmProposal(db, { actor: by, proposalId, digest, confirmedWith, masterSecret, config, now });
}

async function answer(act: typeof declineProposal, by: TestPerson): Promise<void> {
  const [proposal] = await db.select().from(proposals).where(eq(proposals.state, "open"));
  await act(db, { actor: by, proposalId: proposal?.id ?? "prp_none", now });
}

describe("that loosening control takes two admins", () => {
  test("is switched on once, by one admin, and is recorded", async () => {
    await require(ada);
    expect(await needsSecondAdmin()).toBe(true);
    await expect(require(bo)).rejects.toMatchObject({ code: "conflict" });
    expect(await auditEvents(db, "workspace.settings_changed")).toMatchObject([
      { actor: { id: ada.personId }, data: { publish_needs_second_admin: true } },
    ]);
  });

  test("cannot be switched on by the only active admin", async () => {
    await suspend(bo);
    await expect(require(ada)).rejects.toMatchObject({ code: "conflict" });
    expect(await needsSecondAdmin()).toBe(false);
  });

  test("is not switched on while no other admin could confirm a change (invariant 18)", async () => {
    const isBos = eq(passkeys.personId, bo.personId);
    await db
      .update(passkeys)
      .set({ enrolledVia: "recovery", vouchedBy: [ada.personId] })
      .where(isBos);
    await expect(require(ada)).rejects.toMatchObject({
      code: "conflict",
      userMessage: expect.stringContaining("confirmed passkey"),
    });
    expect(await needsSecondAdmin()).toBe(false);
    await db.delete(passkeys).where(isBos);
    await expect(require(ada)).rejects.toMatchObject({ code: "conflict" });
    await addPerson(db, { roles: ["admin"], now });
    await require(ada);
    expect(await needsSecondAdmin()).toBe(true);
  });

  test("is switched off by one admin who proposes and another who confirms, never by one admin", async () => {
    await require(ada);
    await expect(end(bo)).rejects.toMatchObject({ code: "conflict" });
    await propose(ada);
    await expect(end(ada)).rejects.toMatchObject({ code: "conflict" });
    expect(await needsSecondAdmin()).toBe(true);
    await end(bo);
    expect(await findPublishingSetting(db)).toEqual({ needsSecondAdmin: false });
    await expect(end(bo)).rejects.toMatchObject({ code: "conflict" });
  });

  test("stays when the proposal is declined, or its proposer is no longer an active admin", async () => {
    await require(ada);
    await propose(ada);
    await answer(declineProposal, bo);
    await expect(end(bo)).rejects.toMatchObject({ code: "conflict" });
    await propose(ada);
    await suspend(ada);
    await expect(end(bo)).rejects.toMatchObject({ code: "conflict" });
    expect(await needsSecondAdmin()).toBe(true);
  });

  test("is proposed to end once when two admins propose it at the same time, and the other can confirm", async () => {
    await require(ada);
    const both = await Promise.allSettled([ada, bo].map(propose));
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const loser = both.find(({ status }) => status === "rejected");
    expect(loser).toMatchObject({ reason: { code: "conflict" } });
    await end(both[0]?.status === "fulfilled" ? bo : ada);
    expect(await needsSecondAdmin()).toBe(false);
  });

  test("cannot be changed by an approver or auditor", async () => {
    const otherPerson = await addPerson(db, { roles: ["approver", "auditor"], now });
    await expect(require(otherPerson)).rejects.toMatchObject({ code: "not_found" });
    await require(ada);
    await expect(propose(otherPerson)).rejects.toMatchObject({ code: "not_found" });
    await propose(ada);
    await expect(end(otherPerson)).rejects.toMatchObject({ code: "not_found" });
    for (const act of [declineProposal, withdrawProposal])
      await expect(answer(act, otherPerson)).rejects.toMatchObject({ code: "not_found" });
    expect(await needsSecondAdmin()).toBe(true);
  });
});

describe("a link that one admin created alone", () => {
  const invite = (roles: Role[]) =>
    invitePerson(db, { actor: ada, name: "New", email: `${roles.join("-")}@example.com`, roles, now });
  const recover = ({ personId }: TestPerson) =>
    issueRecovery(db, { actor: ada, personId, oldPasskeys: "keep", now });
  const openLinks = async () =>
    (await db.select().from(enrollments)).filter(({ revokedAt }) => revokedAt === null).map(({ id }) => id);

  test("for an approver or admin is revoked when two admins become required", async () => {
    await invite(["approver"]);
    await invite(["admin", "auditor"]);
    await recover(await addPerson(db, { roles: ["approver"], now }));
    await recover(bo);
    const auditors = [await invite(["auditor"]), await recover(await addPerson(db, { roles: [], now }))];
    await require(ada);
    const stillOpen = auditors.map((link) => ("enrollmentId" in link ? link.enrollmentId : ""));
    expect((await openLinks()).sort()).toEqual(stillOpen.sort());
    expect(await auditEvents(db, "enrollment.revoked")).toHaveLength(4);
  });

  test("at the moment when two admins become required is revoked, or takes two admins", async () => {
    const approver = await addPerson(db, { roles: ["approver"], now });
    const both = await db.$client.begin(async (tx) => {
      await tx`select from people where id = ${approver.personId} for update`;
      const recovering = recover(approver);
      await expectWaiting(db, 1);
      const requiring = require(ada);
      await expectWaiting(db, 2);
      return [recovering, requiring] as const;
    });
    await Promise.all(both);
    expect(await needsSecondAdmin()).toBe(true);
    expect(await openLinks()).toEqual([]);
  });
});
