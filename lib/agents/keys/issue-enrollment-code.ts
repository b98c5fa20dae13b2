import { and, inArray, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agentEnrollmentCodes } from "#db/schema/agents";
import { lockAgent } from "#lib/agents/lock-agent";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { tokenHash } from "#lib/kernel/digest";
import type { Viewer } from "#lib/sessions/session";
import { newEnrollmentCode, normaliseEnrollmentCode } from "./enrollment-code.ts";

const codeTtlSeconds = 15 * 60;

/**
 * Creates a one-time code, valid for 15 minutes, to enroll a public key. By an admin or the owner.
 * Revokes an earlier unused code of the agent.
 * @throws {CountersignError} `not_found`, `agent_revoked`
 */
export async function issueEnrollmentCode(
  db: Database,
  { actor, agentId, now }: { actor: Viewer; agentId: string; now: Date },
): Promise<{ code: string; expiresAt: Date }> {
  const code = newEnrollmentCode();
  const expiresAt = addSeconds(now, codeTtlSeconds);
  await db.transaction(async (tx) => {
    await lockAgent(tx, { actor, agentId, ownerToo: true });
    await withdrawCodes(tx, [agentId]);
    await tx.insert(agentEnrollmentCodes).values({
      codeHash: tokenHash(normaliseEnrollmentCode(code)),
      agentId,
      createdBy: actor.personId,
      createdAt: now,
      expiresAt,
    });
    const by = { type: "person" as const, id: actor.personId };
    await recordAudit(tx, { type: "agent_key.code_issued", actor: by, subject: { agent: agentId } }, now);
  });
  return { code, expiresAt };
}

/** Forgets the unused codes of agents, in the caller's transaction. */
export async function withdrawCodes(tx: Transaction, agentIds: string[]): Promise<void> {
  await tx
    .delete(agentEnrollmentCodes)
    .where(and(inArray(agentEnrollmentCodes.agentId, agentIds), isNull(agentEnrollmentCodes.usedAt)));
}
