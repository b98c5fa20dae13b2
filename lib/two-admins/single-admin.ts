import type { Database, Transaction } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import { switchSecondAdmin } from "#lib/workspace/change-workspace";
import { type Proposed, proposeChange } from "./propose-change.ts";
import {
  type Authority,
  type ConfirmedProposal,
  proposedFacts,
  requiresSecondAdmin,
} from "./requires-second-admin.ts";

/**
 * Proposes to end the requirement of two admins: one admin alone must not turn it off.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `conflict` when one admin
 * is already enough, or another admin proposed the change.
 */
export async function proposeSingleAdmin(db: Database, authority: Authority): Promise<Proposed> {
  requireRole(authority.actor, "admin");
  return db.transaction(async (tx) => {
    if (!(await requiresSecondAdmin(tx, authority))) throw oneIsEnough();
    return proposeChange(tx, { act: "workspace.single_admin" }, authority);
  });
}

function oneIsEnough(): CountersignError {
  return new CountersignError("conflict", "the workspace requires one admin", {
    userMessage: "The two-admin requirement is already off. Reload the page.",
  });
}

/** Ends the requirement, at the second admin's word. @throws {CountersignError} `conflict` */
export async function endSecondAdmin(
  tx: Transaction,
  { actor, confirmed, now }: Authority & { confirmed: ConfirmedProposal },
): Promise<void> {
  if (!(await switchSecondAdmin(tx, false))) throw oneIsEnough();
  const data = { publish_needs_second_admin: false, step: "confirmed", ...proposedFacts(confirmed) };
  await recordAudit(tx, { type: "workspace.settings_changed", actor, subject: {}, data }, now);
}
