import type { Transaction } from "#db/client";
import type { Actor } from "#lib/audit/record";
import { quarantineAgentsOf } from "#lib/lifecycle/quarantine-agents";
import { announceWithoutResponsibleAdmin } from "#lib/membership/announce-without-responsible-admin";
import { endDelegationsNamedBy, endDelegationsOf } from "#lib/membership/end-delegations";
import { removeSubscriptionsOf } from "#lib/notifications/web-push/remove-subscriptions";
import { withdrawOffersOf } from "#lib/ownership/offers/withdraw-offers";
import { revokeEnrollmentsOf } from "#lib/passkeys/enrollment/revoke-enrollment";
import { revokePolicyTokensOf } from "#lib/policy/tokens/revoke-policy-token";
import { withdrawProposalsOf } from "#lib/proposals/resolve-proposal";
import { endSessionsOf } from "#lib/sessions/session";
import { allApprovalsOf } from "#lib/voiding/ended-approvals";
import { revokeApproved } from "#lib/voiding/revoke-approved";
import { lockDecidedBy, voidApprovals } from "#lib/voiding/void-approvals";
import { voidPendingApprovals } from "#lib/voiding/void-pending-approvals";

interface Ending {
  personId: string;
  /**
   * Whether the person stops being an admin in this transaction. The caller has then locked all
   * admins, to notify them; admins' rows come before the person's in the lock order. For a former
   * admin, the missing responsible admin was announced when the role ended.
   */
  wasAdmin: boolean;
  actor: Actor;
  now: Date;
}

/**
 * The consequences when a person can no longer approve, in the transaction of the change: sessions
 * and web push end, links are revoked, delegations by and to the person end, and those an admin
 * named alone, the person's agents are quarantined, grants the person approved for other people's
 * agents are revoked (invariant 8), and approvals on pending requests become void (invariant 17).
 * SCIM tokens and event sources continue, because they remove other people's access, and the admins
 * are notified.
 */
export async function offboard(tx: Transaction, { personId, wasAdmin, actor, now }: Ending): Promise<void> {
  await endSessionsOf(tx, { personId, actor, now });
  await removeSubscriptionsOf(tx, { personId, actor, now });
  await revokePolicyTokensOf(tx, { personId, actor, now });
  await revokeEnrollmentsOf(tx, { personId, actor, now });
  // Before the requests: an approver's transaction locks a request and reads the delegations.
  await endDelegationsOf(tx, { personId, actor, now });
  const named = wasAdmin ? await endDelegationsNamedBy(tx, { personId, actor, now }) : [];
  const own = allApprovalsOf(personId);
  await lockDecidedBy(tx, { personId, ended: [...own, ...named], now });
  await quarantineAgentsOf(tx, { ownerId: personId, actor, now });
  const reason = "approver_inactive";
  await revokeApproved(tx, { ended: own, reason, personId, actor, now });
  // After the person's own agents, whose pending requests are already cancelled.
  await voidPendingApprovals(tx, { ended: own, reason, actor, now });
  if (named.length > 0) await voidApprovals(tx, { ended: named, reason: "delegation_ended", actor, now });
  // After the agents, in the lock order of an acceptance.
  await withdrawOffersOf(tx, { personId, actor, now });
  if (!wasAdmin) return;
  await withdrawProposalsOf(tx, { personId, actor, now });
  await announceWithoutResponsibleAdmin(tx, { personId, now });
}
