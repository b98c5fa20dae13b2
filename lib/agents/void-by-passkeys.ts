import type { Transaction } from "#db/client";
import type { Actor } from "#lib/audit/record";
import { approvalsByPasskeysOf } from "./ended-approvals.ts";
import { holdDecidedBy, revokeApprovedBy } from "./void-approvals.ts";
import { voidPendingApprovals } from "./void-pending-approvals.ts";

/**
 * Takes the force from what a person's passkeys approved, in the transaction that removes them as lost or stolen, before it does:
 * unredeemed grants are revoked, and on pending requests these approvals become void. The person may decide those requests again
 * with a new passkey. The caller holds the person, so that an approval at the same moment is either found here or refused for
 * want of its passkey.
 */
export async function voidApprovalsByPasskeys(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const ended = approvalsByPasskeysOf(personId);
  const reason = "passkey_removed";
  await holdDecidedBy(tx, personId, ended);
  await voidPendingApprovals(tx, { ended, reason, actor, now });
  await revokeApprovedBy(tx, { personId, ended, reason, actor, now });
}
