import { and, eq, isNull } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { boundaryEnrollmentCodes } from "#db/schema/boundaries";
import { newEnrollmentCode, normaliseEnrollmentCode } from "#lib/agents/keys/enrollment-code";
import { recordAudit } from "#lib/audit/record";
import { lockLiveBoundary } from "#lib/boundary/registry/lock-live-boundary";
import { addSeconds } from "#lib/clock";
import { tokenHash } from "#lib/digest";
import { lockActingAdmin } from "#lib/people/lock-acting-admin";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

const codeTtlSeconds = 15 * 60;

export interface IssuedCode {
  code: string;
  expiresAt: Date;
}

/**
 * Creates another one-time code for a boundary, such as for a new machine: the key that is enrolled
 * with it replaces the boundary's key. Withdraws an earlier unused code. For admins.
 * @throws {CountersignError} `not_found`, also for a revoked boundary
 */
export async function issueBoundaryCode(
  db: Database,
  { actor, boundaryId, now }: { actor: Viewer; boundaryId: string; now: Date },
): Promise<IssuedCode> {
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    await lockLiveBoundary(tx, boundaryId);
    const by = { type: "person" as const, id: actor.personId };
    const subject = { boundary: boundaryId };
    await recordAudit(tx, { type: "boundary.code_issued", actor: by, subject }, now);
    return insertCode(tx, { boundaryId, createdBy: actor.personId, now });
  });
}

/** Inserts a code in the caller's transaction, in place of an earlier unused one. */
export async function insertCode(
  tx: Transaction,
  { boundaryId, createdBy, now }: { boundaryId: string; createdBy: string; now: Date },
): Promise<IssuedCode> {
  await withdrawCodes(tx, boundaryId);
  const code = newEnrollmentCode();
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

/** The stored form of a typed code. */
export function hashOfCode(code: string): string {
  return tokenHash(normaliseEnrollmentCode(code));
}
