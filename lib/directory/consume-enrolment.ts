import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { type EnrolmentPurpose, enrolments } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { linkInvalid } from "./find-enrolment.ts";
import { isOpenEnrolment } from "./open-enrolment.ts";

/**
 * Uses a link up, in the transaction that acts on it. One conditional UPDATE decides who was first, and whether it was revoked or ran
 * out meanwhile.
 * @returns what the link was for, and who could have opened it besides its person.
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
