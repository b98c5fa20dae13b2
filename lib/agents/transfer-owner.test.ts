import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { Database } from "#db/client";
import { agentKeys, agents } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { grants } from "#db/schema/grants";
import { requests } from "#db/schema/requests";
import { createTestDatabase } from "#db/testing/database";
import { addPerson, type TestPerson } from "#lib/directory/testing/people";
import { createAgent } from "./create-agent.ts";
import { findAgent } from "./find-agent.ts";
import { quarantineAgentsOf } from "./quarantine-agents.ts";
import { revokeAgent } from "./revoke-agent.ts";
import { addAgent, addRequest } from "./testing/authority.ts";
import { transferOwner } from "./transfer-owner.ts";

const now = new Date("2026-11-24T10:00:00Z");

let db: Database;
let admin: TestPerson;
let owner: TestPerson;
let backup: TestPerson;
let auditor: TestPerson;

beforeAll(async () => {
  ({ db } = await createTestDatabase());
  admin = await addPerson(db, { roles: ["admin"], now });
  owner = await addPerson(db, { roles: ["approver"], now });
  backup = await addPerson(db, { roles: ["approver"], now });
  auditor = await addPerson(db, { roles: ["auditor"], now });
});

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

async function stateOf(agentId: string) {
  const [agent] = await db.select().from(agents).where(eq(agents.id, agentId));
  const asked = await db.select().from(requests).where(eq(requests.agentId, agentId));
  const granted = await db.select().from(grants).where(eq(grants.agentId, agentId));
  return {
    agent: agent && { ownerId: agent.ownerId, status: agent.status, ownerEpoch: agent.ownerEpoch },
    requests: asked.map(({ state, closeReason }) => `${state} ${closeReason}`),
    grants: granted.map(({ state }) => state),
  };
}

describe("giving an agent to another owner (invariant 8)", () => {
  it("raises the epoch, cancels what is pending and revokes what is granted", async () => {
    const agentId = await create();
    await addRequest(db, agentId, { state: "pending", now });
    await addRequest(db, agentId, { state: "approved", grant: "issued", now });
    await transferOwner(db, { actor: admin, agentId, ownerId: backup.personId, now });
    const state = await stateOf(agentId);
    expect(state.agent).toEqual({ ownerId: backup.personId, status: "active", ownerEpoch: 2 });
    expect(state.requests.sort()).toEqual(["approved null", "cancelled owner_changed"]);
    expect(state.grants).toEqual(["revoked"]);
    // The new owner is no backup of their own any more.
    expect((await findAgent(db, { viewer: admin, agentId, now })).backups).toEqual([]);
  });

  it("puts a quarantined agent back to work", async () => {
    const former = await addPerson(db, { roles: ["approver"], now });
    const agentId = await addAgent(db, former.personId, now);
    const actor = { type: "person" as const, id: admin.personId };
    await db.transaction((tx) => quarantineAgentsOf(tx, { ownerId: former.personId, actor, now }));
    expect((await stateOf(agentId)).agent?.status).toBe("quarantined");
    await transferOwner(db, { actor: admin, agentId, ownerId: owner.personId, now });
    expect((await stateOf(agentId)).agent).toMatchObject({ status: "active", ownerEpoch: 3 });
  });

  it("needs an active approver who is not the owner already", async () => {
    const agentId = await create();
    const give = (ownerId: string) => transferOwner(db, { actor: admin, agentId, ownerId, now });
    await expect(give(auditor.personId)).rejects.toMatchObject({ code: "owner_inactive" });
    await expect(give(owner.personId)).rejects.toMatchObject({ code: "conflict" });
  });

  it("twenty times at once goes up by one epoch for each that succeeds", async () => {
    const agentId = await create();
    const attempts = Array.from({ length: 20 }, (_, index) =>
      transferOwner(db, { actor: admin, agentId, ownerId: (index % 2 ? owner : backup).personId, now }),
    );
    const succeeded = (await Promise.allSettled(attempts)).filter(
      ({ status }) => status === "fulfilled",
    ).length;
    expect((await stateOf(agentId)).agent?.ownerEpoch).toBe(1 + succeeded);
  });
});

describe("revoking an agent", () => {
  it("takes its keys, pending requests and unredeemed grants with it, for good", async () => {
    const agentId = await create();
    await addRequest(db, agentId, { state: "pending", now });
    await addRequest(db, agentId, { state: "allowed", grant: "issued", now });
    await addRequest(db, agentId, { state: "allowed", grant: "redeemed", now });
    await db.insert(agentKeys).values({
      id: `key_${agentId}`,
      agentId,
      algorithm: "ed25519",
      publicKey: new Uint8Array(32),
      createdAt: now,
      expiresAt: now,
    });
    await revokeAgent(db, { actor: owner, agentId, now });
    const state = await stateOf(agentId);
    expect(state.agent?.status).toBe("revoked");
    expect(state.requests).toContain("cancelled agent_revoked");
    expect(state.grants.sort()).toEqual(["redeemed", "revoked"]);
    const [key] = await db.select().from(agentKeys).where(eq(agentKeys.agentId, agentId));
    expect(key?.revokedAt).toEqual(now);
    const again = transferOwner(db, { actor: admin, agentId, ownerId: backup.personId, now });
    await expect(again).rejects.toMatchObject({ code: "agent_revoked" });
    const events = await db.select().from(auditEvents).where(eq(auditEvents.agentId, agentId));
    const types = events.map(({ type }) => type);
    for (const type of [
      "agent.created",
      "agent.revoked",
      "agent_key.revoked",
      "request.cancelled",
      "grant.revoked",
    ])
      expect(types).toContain(type);
  });
});
