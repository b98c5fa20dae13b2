import { and, eq, ne } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { workspace } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { requireTwo } from "#lib/passkeys/control/require-two";
import { lockActiveAdmins } from "./lock-active-admins.ts";
import { findPublishingSetting } from "./publishing-setting.ts";

export interface EndSecondAdmin {
  actor: Viewer;
  /** The admin whose proposal the actor was looking at. */
  proposedBy: string;
  /** The passkey with which the actor confirmed it (credential id). */
  confirmedWith?: string | undefined;
  now: Date;
}

/**
 * Confirms another admin's proposal that one admin be enough to publish, and puts it into effect. Call it with the actor's passkey
 * confirmed.
 * @throws {CountersignError} `not_found` when the actor is no admin; `conflict` when the proposal is the actor's own, is gone, or is
 *   of somebody who is no active admin any more.
 */
export async function endSecondAdmin(
  db: Database,
  { actor, proposedBy, confirmedWith, now }: EndSecondAdmin,
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    const proposal = await lockEndProposal(tx);
    const changed = await tx
      .update(workspace)
      .set({
        publishNeedsSecondAdmin: false,
        singleAdminProposedBy: null,
        singleAdminProposedAt: null,
        singleAdminProposedWith: null,
      })
      .where(
        and(
          eq(workspace.publishNeedsSecondAdmin, true),
          eq(workspace.singleAdminProposedBy, proposedBy),
          ne(workspace.singleAdminProposedBy, actor.personId),
        ),
      )
      .returning({ id: workspace.id });
    // Both stay active admins until this commits, or it does not happen.
    const standing = await lockActiveAdmins(tx, [actor.personId, proposedBy]);
    if (changed.length === 0 || standing.size !== 2) throw notConfirmable(proposedBy);
    const proposer = { personId: proposedBy, credentialId: proposal?.confirmedWith };
    await requireTwo(tx, proposer, { personId: actor.personId, credentialId: confirmedWith });
    const by = { type: "person" as const, id: actor.personId };
    const data = { publish_needs_second_admin: false, step: "confirmed", proposed_by: proposedBy };
    await recordAudit(tx, { type: "workspace.settings_changed", actor: by, subject: {}, data }, now);
  });
}

async function lockEndProposal(tx: Transaction) {
  await tx.select({ id: workspace.id }).from(workspace).for("update");
  return (await findPublishingSetting(tx)).endProposal;
}

function notConfirmable(proposedBy: string): CountersignError {
  return new CountersignError("conflict", `there is no proposal of ${proposedBy} to confirm`, {
    userMessage:
      "This takes another active admin than the one who proposed it, and the proposal as it was shown. Reload the page and look again.",
  });
}
