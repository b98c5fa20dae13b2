import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { boundaryEnrollmentCodes } from "#db/schema/boundaries";
import { recordAudit } from "#lib/audit/record";
import { lockLiveBoundary } from "#lib/boundary/registry/lock-live-boundary";
import { addSeconds } from "#lib/kernel/clock";
import { hashOfCode, newOneTimeCode } from "#lib/kernel/one-time-code";
import { lockActingAdmin } from "#lib/people/admins";
import { requireRole } from "#lib/sessions/require-role";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";

const codeTtlSeconds = 15 * 60;

export interface IssuedCode {
  code: string;
  expiresAt: Date;
}

/**
 * Creates another one-time code, in place of an unused one: the next key replaces the boundary's. For admins.
 * Where two admins are required, the code is proposed. @throws `not_found`, also for a revoked boundary
 */
export const issueBoundaryCode = proposable<Authority & { boundaryId: string }, IssuedCode>(
  async (db, issue) => {
    const { actor, boundaryId, confirmed, now } = issue;
    requireRole(actor, "admin");
    return db.transaction(async (tx) => {
      const needsTwo = await requiresSecondAdmin(tx, issue);
      await lockActingAdmin(tx, actor);
      const { name } = await lockLiveBoundary(tx, boundaryId);
      if (needsTwo) return proposeChange(tx, { act: "boundary.code", boundary: boundaryId, name }, issue);
      const subject = { boundary: boundaryId };
      const data = proposedFacts(confirmed);
      await recordAudit(tx, { type: "boundary.code_issued", actor, subject, data }, now);
      return insertCode(tx, { boundaryId, createdBy: actor.personId, now });
    });
  },
);

/** Inserts a code in the caller's transaction, in place of an earlier unused one. */
export async function insertCode(
  tx: Transaction,
  { boundaryId, createdBy, now }: { boundaryId: string; createdBy: string; now: Date },
): Promise<IssuedCode> {
  await withdrawCodes(tx, boundaryId);
  const code = newOneTimeCode();
  const expiresAt = addSeconds(now, codeTtlSeconds);
  const codeHash = hashOfCode(code);
  await tx
    .insert(boundaryEnrollmentCodes)
    .values({ codeHash, boundaryId, createdBy, createdAt: now, expiresAt });
  return { code, expiresAt };
}

/** Forgets the unused codes of a boundary, in the caller's transaction. */
export async function withdrawCodes(tx: Transaction, boundaryId: string): Promise<void> {
  await tx
    .delete(boundaryEnrollmentCodes)
    .where(and(eq(boundaryEnrollmentCodes.boundaryId, boundaryId), isNull(boundaryEnrollmentCodes.usedAt)));
}
