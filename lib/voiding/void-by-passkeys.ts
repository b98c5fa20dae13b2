import type { Transaction } from "#db/client";
import type { Actor } from "#lib/audit/record";
import { approvalsByPasskeysOf } from "./ended-approvals.ts";
import { lockDecidedBy, revokeApprovedBy } from "./void-approvals.ts";
import { voidPendingApprovals } from "./void-pending-approvals.ts";

/**
 * Voids what a person's passkeys approved, in the transaction that removes these passkeys and before
 * it does: unredeemed grants are revoked, and the approvals on pending requests become void. The
 * person may decide those requests again with another passkey. The caller holds the person for
 * update, so that an approval at the same moment is either found here or refused because its passkey
 * is gone.
 * @param removal `credentialId`: the one passkey that is removed; left out where all are.
 */
export async function voidApprovalsByPasskeys(
  tx: Transaction,
  removal: { personId: string; credentialId?: string; actor: Actor; now: Date },
): Promise<void> {
  const { personId, credentialId, actor, now } = removal;
  const ended = approvalsByPasskeysOf(personId, credentialId);
  const reason = "passkey_removed";
  await lockDecidedBy(tx, personId, ended);
  await voidPendingApprovals(tx, { ended, reason, actor, now });
  await revokeApprovedBy(tx, { personId, ended, reason, actor, now });
}
