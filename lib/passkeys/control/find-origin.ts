import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { enrollments } from "#db/schema/directory";
import { type PasskeyOrigin, passkeys } from "#db/schema/passkeys";

/** A passkey's enrollment and confirmation, as evidence; undefined for an unknown passkey. */
export async function findPasskeyOrigin(
  db: Database | Transaction,
  credentialId: string,
): Promise<PasskeyOrigin | undefined> {
  const { enrolledVia, createdAt, enrollmentId, vouchedBy, confirmedAt, confirmedBy, confirmedWith } =
    passkeys;
  const [row] = await db
    .select({
      ...{ enrolledVia, createdAt, enrollmentId, vouchedBy, confirmedAt, confirmedBy, confirmedWith },
      issuedBy: enrollments.createdBy,
    })
    .from(passkeys)
    .leftJoin(enrollments, eq(enrollments.id, passkeys.enrollmentId))
    .where(eq(passkeys.credentialId, credentialId));
  if (!row) return undefined;
  return {
    enrolledVia: row.enrolledVia,
    enrolledAt: row.createdAt.toISOString(),
    ...(row.enrollmentId !== null && { enrollment: row.enrollmentId }),
    ...(row.issuedBy !== null && { issuedBy: row.issuedBy }),
    vouchedBy: row.vouchedBy,
    ...(row.confirmedAt !== null &&
      row.confirmedWith !== null && {
        confirmed: {
          at: row.confirmedAt.toISOString(),
          ...(row.confirmedBy !== null && { by: row.confirmedBy }),
          with: row.confirmedWith,
        },
      }),
  };
}
