import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { workspace } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";

/**
 * Turns down the proposal that one admin be enough to publish, one's own or another's: publishing goes on to take two.
 * @throws {CountersignError} `not_found` when the actor is no admin; `conflict` when there is no such proposal any more.
 */
export async function keepSecondAdmin(
  db: Database,
  { actor, proposedBy, now }: { actor: Viewer; proposedBy: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const changed = await tx
      .update(workspace)
      .set({ singleAdminProposedBy: null, singleAdminProposedAt: null, singleAdminProposedWith: null })
      .where(
        and(eq(workspace.publishNeedsSecondAdmin, true), eq(workspace.singleAdminProposedBy, proposedBy)),
      )
      .returning({ id: workspace.id });
    if (changed.length === 0)
      throw new CountersignError("conflict", `there is no proposal of ${proposedBy}`, {
        userMessage: "There is no such proposal any more. Reload the page.",
      });
    const by = { type: "person" as const, id: actor.personId };
    const data = { publish_needs_second_admin: true, step: "kept", proposed_by: proposedBy };
    await recordAudit(tx, { type: "workspace.settings_changed", actor: by, subject: {}, data }, now);
  });
}
