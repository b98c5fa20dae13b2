import { and, eq, isNull, ne } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { approvals, breakGlassReviews } from "#db/schema/requests";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { settleNotices } from "#lib/notices/see-notices";
import type { Confirmer } from "#lib/passkeys/control/control-set";
import { requireTwo } from "#lib/passkeys/control/require-two";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

export interface ReviewInput {
  actor: Viewer;
  approvalId: string;
  finding: "justified" | "not_justified";
  /** The admin's comment. Not empty. */
  note: string;
  /** The credential ID of the actor's confirming passkey. */
  confirmedWith?: string | undefined;
  now: Date;
}

/**
 * Records another admin's finding about a break-glass approval, permanently. No finding withdraws
 * the approval: the action has most likely been performed.
 * @throws {CountersignError} `not_found`, `not_entitled` for the admin who used break-glass,
 * `already_decided`, `conflict` where one person could have both passkeys
 */
export async function reviewBreakGlass(db: Database, input: ReviewInput): Promise<void> {
  const { actor, approvalId, finding, note, now } = input;
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const [reviewed] = await tx
      .update(breakGlassReviews)
      .set({ reviewedBy: actor.personId, reviewedAt: now, finding, note })
      .where(
        and(
          eq(breakGlassReviews.approvalId, approvalId),
          isNull(breakGlassReviews.reviewedAt),
          ne(breakGlassReviews.usedBy, actor.personId),
        ),
      )
      .returning({ requestId: breakGlassReviews.requestId, usedBy: breakGlassReviews.usedBy });
    if (!reviewed) throw await whyNot(tx, input);
    const { requestId, usedBy } = reviewed;
    await requireTwo(tx, await findUser(tx, { approvalId, usedBy }), {
      personId: actor.personId,
      credentialId: input.confirmedWith,
    });
    const subject = { request: requestId, person: usedBy, approval: approvalId };
    await recordAudit(tx, { type: "break_glass.reviewed", actor, subject, data: { finding } }, now);
    await settleNotices(tx, { kind: "break_glass_review_due", requestId, now });
    await notify(tx, `request/${requestId}`);
  });
}

/** The admin who used break-glass, maybe without a passkey: deactivation removes passkeys. */
async function findUser(
  tx: Transaction,
  { approvalId, usedBy }: { approvalId: string; usedBy: string },
): Promise<Confirmer> {
  const [used] = await tx
    .select({ credentialId: approvals.credentialId, origin: approvals.passkeyOrigin })
    .from(approvals)
    .where(eq(approvals.id, approvalId));
  const recorded = used?.origin?.confirmed ? [] : (used?.origin?.vouchedBy ?? []);
  return { personId: usedBy, credentialId: used?.credentialId ?? undefined, recorded };
}

async function whyNot(tx: Transaction, { actor, approvalId }: ReviewInput): Promise<CountersignError> {
  const [review] = await tx
    .select({ usedBy: breakGlassReviews.usedBy })
    .from(breakGlassReviews)
    .where(eq(breakGlassReviews.approvalId, approvalId));
  if (!review)
    return new CountersignError("not_found", `no break-glass approval ${approvalId}`, {
      userMessage: "This break-glass approval doesn't exist, or you don't have access to it.",
    });
  if (review.usedBy === actor.personId) {
    return new CountersignError("not_entitled", `${actor.personId} broke it`, {
      userMessage: "You made this approval, so another admin must review it.",
    });
  }
  return new CountersignError("already_decided", `${approvalId} was reviewed`, {
    userMessage: "Another admin already reviewed this. Reload to see the result.",
  });
}
