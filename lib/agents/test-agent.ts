import { and, eq, isNull, ne } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentKeys, agents } from "#db/schema/agents";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { testAgentName } from "#lib/test-agents/agent-name";
import { requireApprovers } from "./require-approvers.ts";

export interface OwnTestAgent {
  agentId: string;
  keyId: string;
}

/**
 * Finds or creates a person's test agent: the server asks in its name, so that the person can try
 * an approval. Its only key has no material and expired at its creation, so that it signs no call
 * and no redemption accepts it. Triggers refuse further authority (db/migrations).
 * @throws {CountersignError} `not_found` when the actor is not an admin; `owner_inactive` when the
 * actor is not an active approver; `conflict`.
 */
export async function findOrCreateTestAgent(
  tx: Transaction,
  { actor, now }: { actor: Viewer; now: Date },
): Promise<OwnTestAgent> {
  requireRole(actor, "admin");
  const ownerId = actor.personId;
  await requireApprovers(tx, [ownerId]);
  const agent =
    (await findTestAgent(tx, ownerId)) ??
    (await createTestAgent(tx, actor, now)) ??
    (await findTestAgent(tx, ownerId));
  if (agent) return agent;
  throw new CountersignError("conflict", `the test agent of ${ownerId} was revoked at the same moment`, {
    userMessage: "Your test agent was revoked at the same moment. Try again.",
  });
}

async function findTestAgent(tx: Transaction, ownerId: string): Promise<OwnTestAgent | undefined> {
  const [found] = await tx
    .select({ agentId: agents.id, keyId: agentKeys.id })
    .from(agents)
    .innerJoin(agentKeys, and(eq(agentKeys.agentId, agents.id), isNull(agentKeys.revokedAt)))
    .where(and(eq(agents.ownerId, ownerId), agents.isTest, ne(agents.status, "revoked")));
  return found;
}

/** @returns undefined when another transaction created the person's test agent at the same time. */
async function createTestAgent(
  tx: Transaction,
  { personId: ownerId, name }: Viewer,
  now: Date,
): Promise<OwnTestAgent | undefined> {
  const [agentId, keyId] = [newId("agt", now), newId("key", now)];
  const created = await tx
    .insert(agents)
    .values({
      ...{ id: agentId, name: testAgentName(name), ownerId, status: "active", isTest: true },
      ...{ createdBy: ownerId, createdAt: now, attestedAt: now },
    })
    .onConflictDoNothing()
    .returning({ id: agents.id });
  if (created.length === 0) return undefined;
  await tx.insert(agentKeys).values({
    ...{ id: keyId, agentId, algorithm: "none", addedBy: ownerId, createdAt: now, expiresAt: now },
  });
  const subject = { agent: agentId, person: ownerId };
  const data = { owner: ownerId, backups: [], test: true };
  await recordAudit(tx, { type: "agent.created", actor: { personId: ownerId }, subject, data }, now);
  return { agentId, keyId };
}
