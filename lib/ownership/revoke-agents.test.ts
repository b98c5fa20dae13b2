import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { agentKeys, agents } from "#db/schema/agents";
import { auditEvents } from "#db/schema/audit";
import { grants } from "#db/schema/grants";
import { requests } from "#db/schema/requests";
import { createTestDatabase } from "#db/testing/database";
import { createAgent } from "#lib/agents/create-agent";
import { addRequest } from "#lib/agents/testing/authority";
import { addPerson } from "#lib/membership/testing/people";
import { revokeAgents } from "./revoke-agents.ts";

const now = new Date("2026-11-24T10:00:00Z");

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });
const owner = await addPerson(db, { roles: ["approver"], now });

async function create() {
  const { agentId } = await createAgent(db, {
    actor: admin,
    name: "Refund bot",
    ownerId: owner.personId,
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

describe("revoking an agent", () => {
  it("ends its keys, pending requests and unredeemed grants permanently", async () => {
    const agentId = await create();
    await addRequest(db, agentId, { state: "pending", now });
    await addRequest(db, agentId, { state: "allowed", grant: "issued", now });
    await addRequest(db, agentId, { state: "allowed", grant: "redeemed", now });
    await db.insert(agentKeys).values({
      id: `key_${agentId}`,
      agentId,
      algorithm: "ed25519",
      publicKey: new Uint8Array(32),
      addedBy: owner.personId,
      createdAt: now,
      expiresAt: now,
    });
    await revokeAgents(db, { actor: owner, agentIds: [agentId], now });
    const state = await stateOf(agentId);
    expect(state.agent?.status).toBe("revoked");
    expect(state.requests).toContain("cancelled agent_revoked");
    expect(state.grants.sort()).toEqual(["redeemed", "revoked"]);
    const [key] = await db.select().from(agentKeys).where(eq(agentKeys.agentId, agentId));
    expect(key?.revokedAt).toEqual(now);
    const again = revokeAgents(db, { actor: admin, agentIds: [agentId], now });
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

  it("several agents are revoked together or not at all", async () => {
    const mine = [await create(), await create(), await create()];
    const foreign = await createAgent(db, {
      actor: admin,
      name: "Other",
      ownerId: (await addPerson(db, { roles: ["approver"], now })).personId,
      now,
    });
    const tooMany = revokeAgents(db, { actor: owner, agentIds: [...mine, foreign.agentId], now });
    await expect(tooMany).rejects.toMatchObject({ code: "not_found" });
    for (const id of mine) expect((await stateOf(id)).agent?.status).toBe("active");
    await revokeAgents(db, { actor: owner, agentIds: mine, now });
    for (const id of mine) expect((await stateOf(id)).agent?.status).toBe("revoked");
  });
});
