import { ne } from "drizzle-orm";
import type { Database } from "#db/client";
import { workspace } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";

/** The longest that a broken glass may wait for its review: 30 days. */
export const longestReviewHours = 720;

/** Says within how many hours another admin has to review a broken glass; those broken before keep their deadline. For admins. @throws {CountersignError} `not_found` */
export async function setReviewHours(
  db: Database,
  { actor, hours, now }: { actor: Viewer; hours: number; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const changed = await tx
      .update(workspace)
      .set({ breakGlassReviewHours: hours })
      .where(ne(workspace.breakGlassReviewHours, hours))
      .returning({ id: workspace.id });
    if (changed.length === 0) return;
    const by = { type: "person" as const, id: actor.personId };
    const data = { break_glass_review_hours: hours };
    await recordAudit(tx, { type: "workspace.settings_changed", actor: by, subject: {}, data }, now);
  });
}
