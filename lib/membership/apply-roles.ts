import type { Transaction } from "#db/client";
import type { PersonStatus, Role } from "#db/schema/directory";
import { type Actor, recordAudit } from "#lib/audit/record";
import { reactivateAgentsOf } from "#lib/lifecycle/reactivate-agents";
import { announceWithoutResponsibleAdmin } from "#lib/membership/announce-without-responsible-admin";
import { endDelegationsNamedBy } from "#lib/membership/end-delegations";
import { withdrawOffersOfAdmin } from "#lib/ownership/offers/withdraw-offers";
import { endFounding } from "#lib/passkeys/control/founding";
import { revokeEnrollmentsOf } from "#lib/passkeys/enrollment/revoke-enrollment";
import { requireAnotherAdmin } from "#lib/people/admins";
import { setRoles } from "#lib/people/change-person";
import { lockPerson } from "#lib/people/lock-people";
import { canApproveOrAdminister } from "#lib/people/roles-with-power";
import { revokePolicyTokensOf } from "#lib/policy/tokens/revoke-policy-token";
import { withdrawProposalsOf } from "#lib/proposals/resolve-proposal";
import { requireUnchanged } from "#lib/proposals/superseded";
import { endSessionsOf } from "#lib/sessions/session";
import { breakGlassApprovalsOf } from "#lib/voiding/ended-approvals";
import { revokeApproved } from "#lib/voiding/revoke-approved";
import { lockDecidedBy, voidApprovals } from "#lib/voiding/void-approvals";
import { offboard } from "./offboarding/offboard.ts";

export interface RolesToApply {
  personId: string;
  roles: Role[];
  /** An admin, or the system on behalf of a provider. */
  actor: Actor;
  /** The roles the admin saw; the change is refused if they differ by now. */
  seenRoles?: readonly Role[] | undefined;
  /** Facts recorded with the event, such as the connection. */
  data?: Record<string, unknown>;
  now: Date;
}

interface PersonBefore {
  roles: Role[];
  status: PersonStatus;
}

/**
 * Gives a person another set of roles with all consequences. The person's sessions end, so no open
 * page continues with the old roles. A former approver leaves no agent behind that could act in the
 * person's name (invariant 8), and gets the agents back with the role. A former admin's offers of
 * other people's agents are withdrawn, and break-glass approvals become void. Becoming an approver
 * or admin revokes the person's links.
 * @throws {CountersignError} `not_found`; `conflict` for the last active admin.
 */
export async function applyRoles(tx: Transaction, change: RolesToApply): Promise<void> {
  const { personId, roles, actor, now } = change;
  // Admins are locked before the person, in every verb: one order prevents deadlocks.
  if (!roles.includes("admin")) await requireAnotherAdmin(tx, personId);
  const before = await lockPerson(tx, personId);
  if (change.seenRoles)
    requireUnchanged(sameRoles(before.roles, change.seenRoles), `the roles of ${personId}`);
  if (sameRoles(before.roles, roles)) return;
  await setRoles(tx, personId, roles);
  const data = { from: before.roles, to: roles, ...change.data };
  await recordAudit(tx, { type: "person.roles_changed", actor, subject: { person: personId }, data }, now);
  await followUp(tx, before, change);
}

async function followUp(
  tx: Transaction,
  before: PersonBefore,
  { personId, roles, actor, now }: RolesToApply,
): Promise<void> {
  const wasApprover = before.roles.includes("approver");
  const isApprover = roles.includes("approver");
  // One admin alone may have issued an open link, before the role that takes two admins.
  const gained = roles.filter((role) => !before.roles.includes(role));
  if (canApproveOrAdminister(gained)) await revokeEnrollmentsOf(tx, { personId, actor, now });
  if (before.status !== "active") return;
  if (roles.includes("admin")) await endFounding(tx, { personId, now });
  // The caller, applyRoles, has locked all admins.
  const wasAdmin = before.roles.includes("admin") && !roles.includes("admin");
  if (wasApprover && !isApprover) return offboard(tx, { personId, wasAdmin, actor, now });
  await endSessionsOf(tx, { personId, actor, now });
  await revokePolicyTokensOf(tx, { personId, actor, now });
  const ended = breakGlassApprovalsOf(personId);
  const named = wasAdmin ? await endDelegationsNamedBy(tx, { personId, actor, now }) : [];
  // Before any change: one order for every agent.
  if (wasAdmin) await lockDecidedBy(tx, { personId, ended: [...ended, ...named], now });
  if (!wasApprover && isApprover) await reactivateAgentsOf(tx, { ownerId: personId, actor, now });
  if (!wasAdmin) return;
  // Only an admin uses break-glass: such an approval must not outlast the role.
  await revokeApproved(tx, { ended, reason: "admin_ended", personId, actor, now });
  if (named.length > 0) await voidApprovals(tx, { ended: named, reason: "delegation_ended", actor, now });
  // After the agents, in the lock order of an acceptance.
  await withdrawOffersOfAdmin(tx, { personId, actor, now });
  await withdrawProposalsOf(tx, { personId, actor, now });
  await announceWithoutResponsibleAdmin(tx, { personId, now });
}

/** Whether two sets of roles are the same, in any order. */
export function sameRoles(a: readonly Role[], b: readonly Role[]): boolean {
  return a.length === b.length && a.every((role) => b.includes(role));
}
