import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type EnrollmentPurpose, enrollments } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { isOpenEnrollment, linkInvalid } from "./find-enrollment.ts";

/**
 * Consumes a link, in the transaction that acts on it. One conditional UPDATE decides which caller
 * was first, and whether the link was revoked or expired.
 * @returns the link's purpose, and other people who could have opened the link.
 * @throws {CountersignError} `link_invalid`
 */
export async function consumeEnrollment(
  tx: Transaction,
  { enrollmentId, personId, now }: { enrollmentId: string; personId: string; now: Date },
): Promise<{ purpose: EnrollmentPurpose; vouchedBy: string[]; createdBy: string | null }> {
  const [enrollment] = await tx
    .update(enrollments)
    .set({ usedAt: now })
    .where(and(eq(enrollments.id, enrollmentId), isOpenEnrollment(now)))
    .returning({
      purpose: enrollments.purpose,
      vouchedBy: enrollments.vouchedBy,
      createdBy: enrollments.createdBy,
    });
  if (!enrollment) throw linkInvalid();
  await recordAudit(
    tx,
    {
      type: "enrollment.used",
      actor: { personId },
      subject: { person: personId, enrollment: enrollmentId },
      data: { purpose: enrollment.purpose },
    },
    now,
  );
  return enrollment;
}
