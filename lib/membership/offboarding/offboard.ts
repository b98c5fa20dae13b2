import type { Transaction } from "#db/client";
import type { Actor } from "#lib/audit/record";
import { revokeEnrollmentsOf } from "#lib/enrollment/revoke-enrollment";
import { quarantineAgentsOf } from "#lib/lifecycle/quarantine-agents";
import { announceWithoutResponsibleAdmin } from "#lib/notices/announce-without-responsible-admin";
import { withdrawOffersOf } from "#lib/ownership/offers/withdraw-offers";
import { endDelegationsOf } from "#lib/people/end-delegations";
import { revokePolicyTokensOf } from "#lib/policy-tokens/revoke-policy-token";
import { withdrawProposalsOf } from "#lib/proposals/resolve-proposal";
import { endSessionsOf } from "#lib/sessions/session";
import { allApprovalsOf } from "#lib/voiding/ended-approvals";
import { lockDecidedBy, revokeApprovedBy } from "#lib/voiding/void-approvals";
import { voidPendingApprovals } from "#lib/voiding/void-pending-approvals";

interface Ending {
  personId: string;
  /**
   * Whether the person stops being an admin in this transaction. The caller then holds all admins,
   * so that they can be notified; the end of a person who is not an admin leaves the admins' rows
   * untouched, which come before the person's in the lock order. For a former admin, the missing
   * responsible admin was announced when the role ended.
   */
  wasAdmin: boolean;
  actor: Actor;
  now: Date;
}

/**
 * What follows when a person stops being able to approve: sessions end, open links are revoked,
 * delegations by and to the person end, the person's agents are quarantined with everything pending
 * or granted, grants that the person approved for other people's agents are revoked (invariant 8),
 * and the person's approvals on pending requests become void (invariant 17). SCIM tokens and event
 * sources continue, because they remove the access of other people, and the admins are notified.
 * Called by the verb that changes the person, in its transaction.
 */
export async function offboard(tx: Transaction, { personId, wasAdmin, actor, now }: Ending): Promise<void> {
  await endSessionsOf(tx, { personId, actor, now });
  await revokePolicyTokensOf(tx, { personId, actor, now });
  await revokeEnrollmentsOf(tx, { personId, actor, now });
  // Before the requests: an approver's transaction locks a request and reads the delegations.
  await endDelegationsOf(tx, { personId, actor, now });
  await lockDecidedBy(tx, personId);
  await quarantineAgentsOf(tx, { ownerId: personId, actor, now });
  await revokeApprovedBy(tx, { personId, actor, now });
  // After their own agents, whose pending requests are cancelled by now.
  await voidPendingApprovals(tx, {
    ended: allApprovalsOf(personId),
    reason: "approver_inactive",
    actor,
    now,
  });
  // After the agents, in the lock order of an acceptance.
  await withdrawOffersOf(tx, { personId, actor, now });
  if (!wasAdmin) return;
  await withdrawProposalsOf(tx, { personId, actor, now });
  await announceWithoutResponsibleAdmin(tx, { personId, now });
}
