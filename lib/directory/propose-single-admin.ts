import { and, eq, isNull, or } from "drizzle-orm";
import type { Database } from "#db/client";
import { workspace } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { lockActiveAdmins } from "./lock-active-admins.ts";
import { findPublishingSetting } from "./publishing-setting.ts";

/**
 * Proposes that one admin be enough to publish again. Nothing changes until another admin confirms it: a control that one
 * admin could switch off would be none. Call it with the actor's passkey confirmed.
 * @throws {CountersignError} `not_found` when the actor is no admin; `conflict` when one is enough already, or another active admin
 *   proposed it before.
 */
export async function proposeSingleAdmin(
  db: Database,
  proposal: { actor: Viewer; confirmedWith?: string | undefined; now: Date },
): Promise<void> {
  const { actor, confirmedWith, now } = proposal;
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const { endProposal } = await findPublishingSetting(tx);
    const earlier = endProposal?.by ?? actor.personId;
    const changed = await tx
      .update(workspace)
      .set({
        singleAdminProposedBy: actor.personId,
        singleAdminProposedAt: now,
        singleAdminProposedWith: confirmedWith ?? null,
      })
      .where(
        and(
          eq(workspace.publishNeedsSecondAdmin, true),
          // Of two who propose at once the second finds the first: it is theirs to confirm.
          or(isNull(workspace.singleAdminProposedBy), eq(workspace.singleAdminProposedBy, earlier)),
        ),
      )
      .returning({ id: workspace.id });
    if (changed.length === 0) throw proposedAlready(earlier);
    const standing = await lockActiveAdmins(tx, [earlier, actor.personId]);
    if (earlier !== actor.personId && standing.has(earlier)) throw proposedAlready(earlier);
    const by = { type: "person" as const, id: actor.personId };
    const data = { publish_needs_second_admin: false, step: "proposed" };
    await recordAudit(tx, { type: "workspace.settings_changed", actor: by, subject: {}, data }, now);
  });
}

function proposedAlready(by: string): CountersignError {
  return new CountersignError("conflict", `the setting changed, or ${by} proposed it before`, {
    userMessage: "Another admin changed or proposed this meanwhile. Reload the page and look again.",
  });
}
