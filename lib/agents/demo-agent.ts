import { and, eq, isNull, ne } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { agentKeys, agents } from "#db/schema/agents";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/errors";
import { newId } from "#lib/ids";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { requireApprovers } from "./require-approvers.ts";

/** The name of every test agent. The badge next to it says what it is. */
const demoName = "Demo";

/** A test agent, and the entry among its keys that its requests name. */
export interface DemoAgent {
  agentId: string;
  keyId: string;
}

/**
 * Finds a person's test agent, or creates it: the server asks in its name, so that its owner can try
 * an approval. It has no authority. Its one key has no material, so that no call can be signed with
 * it, and has expired since it exists, so that no redemption accepts it. Triggers and constraints
 * refuse everything else (db/migrations/0078_test_agents.sql).
 * @throws {CountersignError} `not_found` when the actor is not an admin; `owner_inactive` when the
 * actor is not an active approver; `conflict`.
 */
export async function findOrCreateDemoAgent(
  tx: Transaction,
  { actor, now }: { actor: Viewer; now: Date },
): Promise<DemoAgent> {
  requireRole(actor, "admin");
  const ownerId = actor.personId;
  await requireApprovers(tx, [ownerId]);
  const agent =
    (await findDemoAgent(tx, ownerId)) ??
    (await createDemoAgent(tx, ownerId, now)) ??
    (await findDemoAgent(tx, ownerId));
  if (agent) return agent;
  throw new CountersignError("conflict", `the test agent of ${ownerId} was revoked at the same moment`, {
    userMessage: "Your test agent was revoked at the same moment. Try again.",
  });
}

async function findDemoAgent(tx: Transaction, ownerId: string): Promise<DemoAgent | undefined> {
  const [found] = await tx
    .select({ agentId: agents.id, keyId: agentKeys.id })
    .from(agents)
    .innerJoin(agentKeys, and(eq(agentKeys.agentId, agents.id), isNull(agentKeys.revokedAt)))
    .where(and(eq(agents.ownerId, ownerId), agents.isDemo, ne(agents.status, "revoked")));
  return found;
}

/** @returns undefined when another transaction created the person's test agent at the same time. */
async function createDemoAgent(tx: Transaction, ownerId: string, now: Date): Promise<DemoAgent | undefined> {
  const [agentId, keyId] = [newId("agt", now), newId("key", now)];
  const created = await tx
    .insert(agents)
    .values({
      ...{ id: agentId, name: demoName, ownerId, status: "active", isDemo: true },
      ...{ createdBy: ownerId, createdAt: now, attestedAt: now },
    })
    .onConflictDoNothing()
    .returning({ id: agents.id });
  if (created.length === 0) return undefined;
  await tx.insert(agentKeys).values({
    ...{ id: keyId, agentId, algorithm: "none", addedBy: ownerId, createdAt: now, expiresAt: now },
  });
  const actor = { type: "person" as const, id: ownerId };
  const subject = { agent: agentId, person: ownerId };
  const data = { owner: ownerId, backups: [], test: true };
  await recordAudit(tx, { type: "agent.created", actor, subject, data }, now);
  return { agentId, keyId };
}
