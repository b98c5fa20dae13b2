import { and, eq, gt, isNull, ne } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { boundaries, boundaryEnrollmentCodes } from "#db/schema/boundaries";
import type { KeyEnrollment } from "#lib/agents/keys/enroll-key";
import { invalidCode } from "#lib/agents/keys/issue-enrollment-code";
import { parsePublicKey } from "#lib/agents/keys/public-key";
import { refuseRevokedKey } from "#lib/agents/keys/store-key";
import { recordAudit } from "#lib/audit/record";
import { boundaryKey } from "#lib/boundary/registry/boundary-key";
import { verifyWebhook } from "#lib/crypto/verify-webhook";
import { CountersignError } from "#lib/kernel/errors";
import { hashOfCode } from "#lib/kernel/one-time-code";

export interface BoundaryEnrollment extends KeyEnrollment {
  /** The boundary's claim. */
  kind: string;
  version: string;
}

export interface EnrolledBoundary {
  id: string;
  name: string;
}

/**
 * Enrolls a boundary's public key for a one-time code, in place of an earlier key. A repeated call gets the
 * same answer, since answers can be lost. @throws {CountersignError} `invalid_input`, `missing_signature`,
 * `invalid_signature`, `stale_timestamp`, `invalid_enrollment_code`, `conflict`
 */
export async function enrollBoundary(
  db: Database,
  enrollment: BoundaryEnrollment,
): Promise<EnrolledBoundary> {
  const { code, kind, version, headers, rawBody, now } = enrollment;
  const publicKey = parsePublicKey(enrollment.publicKey);
  await verifyWebhook(headers, rawBody, [boundaryKey({ id: "offered", publicKey, revokedAt: null })], now);
  return db.transaction(async (tx) => {
    const boundary = await lockBoundaryOf(tx, code, now);
    const codeHash = hashOfCode(code);
    const issuedBy = await consumeCode(tx, codeHash, now);
    if (issuedBy === undefined) return enrolledBefore(tx, boundary, codeHash, publicKey);
    await refuseOtherUse(tx, boundary.id, publicKey);
    const enrolled = { publicKey, enrolledAt: now, kind, version, reportId: null, nextPart: null };
    await tx.update(boundaries).set(enrolled).where(eq(boundaries.id, boundary.id));
    const actor = { type: "boundary" as const, id: boundary.id };
    const subject = { boundary: boundary.id, person: issuedBy };
    await recordAudit(tx, { type: "boundary.enrolled", actor, subject }, now);
    return boundary;
  });
}

/** The boundary a live code is for, locked before its code. */
async function lockBoundaryOf(tx: Transaction, code: string, now: Date): Promise<EnrolledBoundary> {
  const [boundary] = await tx
    .select({ id: boundaries.id, name: boundaries.name })
    .from(boundaryEnrollmentCodes)
    .innerJoin(boundaries, eq(boundaries.id, boundaryEnrollmentCodes.boundaryId))
    .where(
      and(
        eq(boundaryEnrollmentCodes.codeHash, hashOfCode(code)),
        gt(boundaryEnrollmentCodes.expiresAt, now),
        isNull(boundaries.revokedAt),
      ),
    )
    .for("update", { of: boundaries });
  if (boundary) return boundary;
  throw invalidCode();
}

/** One conditional UPDATE uses the code, once. @returns the issuer's ID */
async function consumeCode(tx: Transaction, codeHash: string, now: Date): Promise<string | undefined> {
  const [used] = await tx
    .update(boundaryEnrollmentCodes)
    .set({ usedAt: now })
    .where(and(eq(boundaryEnrollmentCodes.codeHash, codeHash), isNull(boundaryEnrollmentCodes.usedAt)))
    .returning({ createdBy: boundaryEnrollmentCodes.createdBy });
  return used?.createdBy;
}

/** A retry by the caller that used the code: the same key gets the same answer. */
async function enrolledBefore(
  tx: Transaction,
  boundary: EnrolledBoundary,
  codeHash: string,
  publicKey: Uint8Array,
): Promise<EnrolledBoundary> {
  const [same] = await tx
    .select({ id: boundaries.id })
    .from(boundaries)
    .innerJoin(
      boundaryEnrollmentCodes,
      and(
        eq(boundaryEnrollmentCodes.boundaryId, boundaries.id),
        eq(boundaryEnrollmentCodes.usedAt, boundaries.enrolledAt),
      ),
    )
    .where(
      and(
        eq(boundaries.id, boundary.id),
        eq(boundaries.publicKey, publicKey),
        eq(boundaryEnrollmentCodes.codeHash, codeHash),
      ),
    );
  if (same) return boundary;
  throw invalidCode();
}

/** Refuses a revoked key, and another boundary's. */
async function refuseOtherUse(tx: Transaction, boundaryId: string, publicKey: Uint8Array): Promise<void> {
  await refuseRevokedKey(tx, publicKey);
  const [other] = await tx
    .select({ id: boundaries.id })
    .from(boundaries)
    .where(and(eq(boundaries.publicKey, publicKey), ne(boundaries.id, boundaryId)))
    .limit(1);
  if (!other) return;
  throw new CountersignError("conflict", `public key belongs to ${other.id}`, {
    userMessage: "This public key belongs to another boundary. Create a new key pair.",
  });
}
