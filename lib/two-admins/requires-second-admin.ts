import type { Transaction } from "#db/client";
import { lockAdmins, noLongerAdmin } from "#lib/people/admins";
import { lockDraftRow } from "#lib/policy/drafts/draft";
import { lockPolicyVersion } from "#lib/policy/versions/insert-version";
import type { Viewer } from "#lib/sessions/session";
import { shareLockPublishingSetting } from "./publishing-setting.ts";

/** A change that a second admin confirmed. The verb runs in the confirmation's transaction. */
export interface ConfirmedProposal {
  proposalId: string;
  /** `per_` id of the proposing admin; the verb's actor is the confirming admin. */
  proposedBy: string;
}

/** The authority for a verb that can loosen control. */
export interface Authority {
  actor: Viewer;
  /** Without a passkey, a change for a second admin is refused. */
  confirmedWith?: string | undefined;
  /** Set by the confirmation of a proposed change alone: lib/two-admins/. */
  confirmed?: ConfirmedProposal | undefined;
  now: Date;
}

/**
 * Whether a loosening change has to wait for a second admin, until the transaction ends. Called
 * before any other lock: the workspace and the admins come first in the lock order.
 * @param reads.policy whether the caller decides by the live version (invariant 19) and the draft,
 * which another admin may publish next: both are locked.
 * @throws {CountersignError} `not_found` when the actor is no longer an active admin
 */
export async function requiresSecondAdmin(
  tx: Transaction,
  { actor, confirmed, now }: Pick<Authority, "actor" | "confirmed" | "now">,
  reads: { policy?: boolean } = {},
): Promise<boolean> {
  // The confirmation has locked the setting and both admins.
  if (confirmed) return false;
  if (!(await shareLockPublishingSetting(tx)).needsSecondAdmin) return false;
  // A publication locks workspace, draft, head of the policy and admins in this order.
  if (reads.policy) {
    await lockDraftRow(tx, actor, now);
    await lockPolicyVersion(tx);
  }
  const admins = await lockAdmins(tx);
  if (admins.some(({ id }) => id === actor.personId)) return true;
  throw noLongerAdmin(actor.personId);
}

/** Additional facts in the audit event of a change by two admins. */
export function proposedFacts(confirmed: ConfirmedProposal | undefined): Record<string, string> {
  return confirmed ? { proposal: confirmed.proposalId, proposed_by: confirmed.proposedBy } : {};
}
