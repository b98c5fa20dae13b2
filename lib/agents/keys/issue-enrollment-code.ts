import { and, inArray, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { agentEnrollmentCodes } from "#db/schema/agents";
import { lockAgent } from "#lib/agents/lock-agent";
import { recordAudit } from "#lib/audit/record";
import { addSeconds } from "#lib/kernel/clock";
import { CountersignError } from "#lib/kernel/errors";
import { hashOfCode, newOneTimeCode } from "#lib/kernel/one-time-code";
import type { Viewer } from "#lib/sessions/session";

const codeTtlSeconds = 15 * 60;

/** Creates a code for 15 minutes, in place of an earlier one. @throws as `lockAgent` */
export async function issueEnrollmentCode(
  db: Database | Transaction,
  { actor, agentId, now }: { actor: Viewer; agentId: string; now: Date },
): Promise<{ code: string; codeHash: string; expiresAt: Date }> {
  const code = newOneTimeCode();
  const codeHash = hashOfCode(code);
  const expiresAt = addSeconds(now, codeTtlSeconds);
  await db.transaction(async (tx) => {
    await lockAgent(tx, { actor, agentId, ownerToo: true });
    await withdrawCodes(tx, [agentId]);
    await tx.insert(agentEnrollmentCodes).values({
      codeHash,
      agentId,
      createdBy: actor.personId,
      createdAt: now,
      expiresAt,
    });
    await recordAudit(tx, { type: "agent_key.code_issued", actor, subject: { agent: agentId } }, now);
  });
  return { code, codeHash, expiresAt };
}

/** Forgets the unused codes of agents, in the caller's transaction. */
export async function withdrawCodes(tx: Transaction, agentIds: string[]): Promise<void> {
  await tx
    .delete(agentEnrollmentCodes)
    .where(and(inArray(agentEnrollmentCodes.agentId, agentIds), isNull(agentEnrollmentCodes.usedAt)));
}

export function invalidCode(): CountersignError {
  return new CountersignError("invalid_enrollment_code", "no open enrollment code like this", {
    userMessage: "This code is wrong, already used or expired (codes last 15 minutes). Ask for a new one.",
  });
}
