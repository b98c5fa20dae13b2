import { describe, expect, it } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { agentNames, listAgentNames } from "./agent-names.ts";
import { createAgent } from "./create-agent.ts";
import { findAgent } from "./find-agent.ts";
import { setBackups } from "./set-backups.ts";
import { addRequest } from "./testing/authority.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });
const owner = await addPerson(db, { roles: ["approver"], now });
const backup = await addPerson(db, { roles: ["approver"], now });
const auditor = await addPerson(db, { roles: ["auditor"], now });

async function create() {
  const { agentId } = await createAgent(db, {
    actor: admin,
    name: "Refund bot",
    ownerId: owner.personId,
    backupIds: [backup.personId],
    now,
  });
  return agentId;
}

describe("an agent", () => {
  it("has an active approver as owner, and active approvers as backups", async () => {
    const suspended = await addPerson(db, { roles: ["approver"], status: "suspended", now });
    const attempt = (ownerId: string, backupIds: string[]) =>
      createAgent(db, { actor: admin, name: "Bot", ownerId, backupIds, now });
    for (const person of [admin, auditor, suspended]) {
      await expect(attempt(person.personId, [])).rejects.toMatchObject({ code: "owner_inactive" });
      const asBackup = attempt(owner.personId, [person.personId]);
      await expect(asBackup).rejects.toMatchObject({ code: "owner_inactive" });
    }
    await expect(attempt("per_nobody", [])).rejects.toMatchObject({ code: "owner_inactive" });
  });

  it("is created and given backups by admins alone", async () => {
    const agentId = await create();
    const actor = owner;
    const attempts = [
      () => createAgent(db, { actor, name: "Bot", ownerId: owner.personId, now }),
      () => setBackups(db, { actor, agentId, seenIds: [backup.personId], backupIds: [], now }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  });

  it("isn't named like a test agent, whose approvals have no effect", async () => {
    const attempt = (name: string) => createAgent(db, { actor: admin, name, ownerId: owner.personId, now });
    for (const name of ["Test agent (Ada)", " test agent", "Test\u00a0Agent 2", "TEST-AGENT"])
      await expect(attempt(name), name).rejects.toMatchObject({
        code: "invalid_input",
        userMessage: "Use a name without “Test agent”. Such names are for test agents.",
      });
    await attempt("Agent for tests");
  });

  it("is visible to admins, auditors, its owner and its backup approvers, and to no one else", async () => {
    const agentId = await create();
    const stranger = await addPerson(db, { roles: ["approver"], now });
    for (const viewer of [admin, auditor, owner, backup]) {
      expect((await listAgentNames(db, viewer, { most: 50 })).map(({ id }) => id)).toContain(agentId);
      expect((await findAgent(db, { viewer, agentId, now })).id).toBe(agentId);
    }
    expect(await listAgentNames(db, stranger, { most: 50 })).toEqual([]);
    expect([...(await agentNames(db, owner, [agentId])).keys()]).toEqual([agentId]);
    expect((await agentNames(db, stranger, [agentId])).size).toBe(0);
    await expect(findAgent(db, { viewer: stranger, agentId, now })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is managed by admins and its owner: others see that they cannot", async () => {
    const agentId = await create();
    const manages = async (viewer: TestPerson) => (await findAgent(db, { viewer, agentId, now })).canManage;
    expect([await manages(admin), await manages(owner)]).toEqual([true, true]);
    expect([await manages(backup), await manages(auditor)]).toEqual([false, false]);
    for (const actor of [backup, auditor])
      await expect(revokeAgents(db, { actor, agentIds: [agentId], now })).rejects.toMatchObject({
        code: "not_found",
      });
  });

  it("shows when it last asked and how many requests wait", async () => {
    const agentId = await create();
    expect(await findAgent(db, { viewer: admin, agentId, now })).toMatchObject({
      lastSeenAt: null,
      pendingCount: 0,
    });
    await addRequest(db, agentId, { state: "pending", now });
    await addRequest(db, agentId, { state: "denied", now });
    expect(await findAgent(db, { viewer: admin, agentId, now })).toMatchObject({
      lastSeenAt: now,
      pendingCount: 1,
    });
  });
});
