import type { Transaction } from "#db/client";
import type { Actor } from "#lib/audit/record";
import { approvalsByPasskeysOf } from "./ended-approvals.ts";
import { lockDecidedBy, revokeApprovedBy } from "./void-approvals.ts";
import { voidPendingApprovals } from "./void-pending-approvals.ts";

/**
 * Voids approvals by a person's passkeys, in the transaction that removes the passkeys and before
 * the removal: unredeemed grants are revoked, and approvals on pending requests become void. The
 * person may decide the requests again with another passkey. The caller has locked the person for
 * update, so a simultaneous approval is either found here or refused because its passkey is gone.
 * @param removal `credentialId`: the removed passkey; absent if all are removed.
 */
export async function voidApprovalsByPasskeys(
  tx: Transaction,
  removal: { personId: string; credentialId?: string; actor: Actor; now: Date },
): Promise<void> {
  const { personId, credentialId, actor, now } = removal;
  const ended = approvalsByPasskeysOf(personId, credentialId);
  const reason = "passkey_removed";
  await lockDecidedBy(tx, { personId, ended, now });
  await voidPendingApprovals(tx, { ended, reason, actor, now });
  await revokeApprovedBy(tx, { personId, ended, reason, actor, now });
}
