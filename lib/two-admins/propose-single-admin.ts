import type { Database } from "#db/client";
import { CountersignError } from "#lib/kernel/errors";
import { requireRole } from "#lib/sessions/require-role";
import { type Proposed, proposeChange } from "./propose-change.ts";
import { type Authority, requiresSecondAdmin } from "./requires-second-admin.ts";

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

/** The workspace requires one admin already. */
export function oneIsEnough(): CountersignError {
  return new CountersignError("conflict", "the workspace requires one admin", {
    userMessage: "The two-admin requirement is already off. Reload the page.",
  });
}
