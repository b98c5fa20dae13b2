import type { Transaction } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { switchSecondAdmin } from "#lib/workspace/change-workspace";
import { oneIsEnough } from "./propose-single-admin.ts";
import { type Authority, type ConfirmedProposal, proposedFacts } from "./requires-second-admin.ts";

/**
 * Ends the requirement of two admins, at the second admin's word. @throws {CountersignError}
 * `conflict`
 */
export async function endSecondAdmin(
  tx: Transaction,
  { actor, confirmed, now }: Authority & { confirmed: ConfirmedProposal },
): Promise<void> {
  if (!(await switchSecondAdmin(tx, false))) throw oneIsEnough();
  const by = { type: "person" as const, id: actor.personId };
  const data = { publish_needs_second_admin: false, step: "confirmed", ...proposedFacts(confirmed) };
  await recordAudit(tx, { type: "workspace.settings_changed", actor: by, subject: {}, data }, now);
}
