import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type EnrolmentPurpose, enrolments } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { linkInvalid } from "./find-enrollment.ts";
import { isOpenEnrolment } from "./open-enrollment.ts";

/**
 * Uses a link up, in the transaction that acts on the link. One conditional UPDATE decides which
 * caller was first, and whether the link was revoked or has expired in between.
 * @returns what the link was for, and who besides its person could have opened it.
 * @throws {CountersignError} `link_invalid`
 */
export async function consumeEnrolment(
  tx: Transaction,
  { enrolmentId, personId, now }: { enrolmentId: string; personId: string; now: Date },
): Promise<{ purpose: EnrolmentPurpose; vouchedBy: string[]; createdBy: string | null }> {
  const [enrolment] = await tx
    .update(enrolments)
    .set({ usedAt: now })
    .where(and(eq(enrolments.id, enrolmentId), isOpenEnrolment(now)))
    .returning({
      purpose: enrolments.purpose,
      vouchedBy: enrolments.vouchedBy,
      createdBy: enrolments.createdBy,
    });
  if (!enrolment) throw linkInvalid();
  await recordAudit(
    tx,
    {
      type: "enrolment.used",
      actor: { type: "person", id: personId },
      subject: { person: personId, enrolment: enrolmentId },
      data: { purpose: enrolment.purpose },
    },
    now,
  );
  return enrolment;
}
