import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#db/client";
import { people, workspace } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { auditEvents } from "#lib/policy/testing/workspace";
import { endSecondAdmin } from "./end-second-admin.ts";
import { keepSecondAdmin } from "./keep-second-admin.ts";
import { proposeSingleAdmin } from "./propose-single-admin.ts";
import { findPublishingSetting } from "./publishing-setting.ts";
import { requireSecondAdmin } from "./require-second-admin.ts";
import { addPerson, type TestPerson } from "./testing/people.ts";

const now = new Date("2026-11-24T10:00:00Z");
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

const end = (by: TestPerson, proposer = ada) =>
  endSecondAdmin(db, { actor: by, proposedBy: proposer.personId, now });

describe("that publishing takes two admins", () => {
  test("is switched on once, by one, and is on record", async () => {
    await requireSecondAdmin(db, { actor: ada, now });
    expect(await needsSecondAdmin()).toBe(true);
    await expect(requireSecondAdmin(db, { actor: bo, now })).rejects.toMatchObject({ code: "conflict" });
    expect(await auditEvents(db, "workspace.settings_changed")).toMatchObject([
      { actor: { id: ada.personId }, data: { publish_needs_second_admin: true } },
    ]);
  });

  test("is nothing for the only active admin to switch on", async () => {
    await suspend(bo);
    await expect(requireSecondAdmin(db, { actor: ada, now })).rejects.toMatchObject({ code: "conflict" });
    expect(await needsSecondAdmin()).toBe(false);
  });

  test("is switched off by one who proposes and another who confirms, never by one", async () => {
    await requireSecondAdmin(db, { actor: ada, now });
    await expect(end(bo)).rejects.toMatchObject({ code: "conflict" });
    await proposeSingleAdmin(db, { actor: ada, now });
    await expect(end(ada)).rejects.toMatchObject({ code: "conflict" });
    expect(await needsSecondAdmin()).toBe(true);
    await end(bo);
    expect(await findPublishingSetting(db)).toEqual({ needsSecondAdmin: false, endProposal: undefined });
    await expect(end(bo)).rejects.toMatchObject({ code: "conflict" });
  });

  test("stays when the proposal is turned down, or its author is no active admin any more", async () => {
    await requireSecondAdmin(db, { actor: ada, now });
    await proposeSingleAdmin(db, { actor: ada, now });
    await keepSecondAdmin(db, { actor: bo, proposedBy: ada.personId, now });
    await expect(end(bo)).rejects.toMatchObject({ code: "conflict" });
    await proposeSingleAdmin(db, { actor: ada, now });
    await suspend(ada);
    await expect(end(bo)).rejects.toMatchObject({ code: "conflict" });
    expect(await needsSecondAdmin()).toBe(true);
  });

  test("proposed to end by two at once is the proposal of one, and the other can confirm it", async () => {
    await requireSecondAdmin(db, { actor: ada, now });
    const both = await Promise.allSettled([ada, bo].map((actor) => proposeSingleAdmin(db, { actor, now })));
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const loser = both.find(({ status }) => status === "rejected");
    expect(loser).toMatchObject({ reason: { code: "conflict" } });
    const proposer = (await findPublishingSetting(db)).endProposal?.by === ada.personId ? ada : bo;
    await end(proposer === ada ? bo : ada, proposer);
    expect(await needsSecondAdmin()).toBe(false);
  });

  test("is nothing that an approver or auditor can touch", async () => {
    const other = await addPerson(db, { roles: ["approver", "auditor"], now });
    await expect(requireSecondAdmin(db, { actor: other, now })).rejects.toMatchObject({ code: "not_found" });
    await requireSecondAdmin(db, { actor: ada, now });
    await expect(proposeSingleAdmin(db, { actor: other, now })).rejects.toMatchObject({ code: "not_found" });
    await proposeSingleAdmin(db, { actor: ada, now });
    await expect(end(other)).rejects.toMatchObject({ code: "not_found" });
    const keep = keepSecondAdmin(db, { actor: other, proposedBy: ada.personId, now });
    await expect(keep).rejects.toMatchObject({ code: "not_found" });
    expect(await needsSecondAdmin()).toBe(true);
  });
});
