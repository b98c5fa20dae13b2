import type { Database, Transaction } from "#db/client";
import { agentBackups, agents } from "#db/schema/agents";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { looksLikeTestAgent, testAgentNameWords } from "#lib/test-agents/reserved-words";
import { requireApprovers } from "./require-approvers.ts";

export interface AgentCreation {
  actor: Viewer;
  name: string;
  ownerId: string;
  backupIds?: string[];
  now: Date;
}

/**
 * Creates an agent with its accountable owner. The agent has no key yet and can do nothing.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `owner_inactive` when
 *   owner or backups are not active approvers; `invalid_input` for the name of a test agent.
 */
export async function createAgent(
  db: Database | Transaction,
  { actor, name, ownerId, backupIds = [], now }: AgentCreation,
): Promise<{ agentId: string }> {
  requireRole(actor, "admin");
  if (looksLikeTestAgent(name))
    throw new CountersignError("invalid_input", "the name is for test agents", {
      userMessage: `${testAgentNameWords}.`,
    });
  const agentId = newId("agt", now);
  const backups = [...new Set(backupIds)].filter((id) => id !== ownerId);
  await db.transaction(async (tx) => {
    await requireApprovers(tx, [ownerId, ...backups]);
    await tx.insert(agents).values({
      id: agentId,
      name,
      ownerId,
      status: "active",
      createdBy: actor.personId,
      createdAt: now,
      attestedAt: now,
    });
    if (backups.length > 0)
      await tx.insert(agentBackups).values(backups.map((personId) => ({ agentId, personId })));
    await recordAudit(
      tx,
      {
        type: "agent.created",
        actor,
        subject: { agent: agentId, person: ownerId },
        data: { owner: ownerId, backups },
      },
      now,
    );
  });
  return { agentId };
}
