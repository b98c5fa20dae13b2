import type { Database } from "#db/client";
import { workspace } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { changeReviewHours } from "#lib/workspace/change-workspace";

/** The longest review deadline of a break-glass approval: 30 days. */
export const longestReviewHours = 720;

/**
 * Sets the hours for another admin's review of a break-glass approval. Earlier approvals keep their
 * deadline. For admins.
 * @throws {CountersignError} `not_found`; `conflict` for a longer time without the actor's passkey
 * confirmation
 */
export async function setReviewHours(
  db: Database,
  change: {
    actor: Viewer;
    hours: number;
    /** As confirmed by a passkey; a session alone may only shorten the period. */
    confirmedFrom?: number | undefined;
    now: Date;
  },
): Promise<void> {
  const { actor, hours, confirmedFrom, now } = change;
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    // The locked row decides: another admin may change it now.
    const [before] = await tx
      .select({ hours: workspace.breakGlassReviewHours })
      .from(workspace)
      .for("no key update");
    if (!before || before.hours === hours) return;
    const isAllowed = confirmedFrom === undefined ? hours < before.hours : confirmedFrom === before.hours;
    if (!isAllowed) {
      throw new CountersignError("conflict", `the deadline is ${before.hours} hours, not ${confirmedFrom}`, {
        userMessage: "The review deadline was changed by someone else. Reload and try again.",
      });
    }
    await changeReviewHours(tx, hours);
    const data = { break_glass_review_hours: hours };
    await recordAudit(tx, { type: "workspace.settings_changed", actor, subject: {}, data }, now);
  });
}
