import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { tryAgainWhenBusy } from "#db/try-again";
import { CountersignError } from "#lib/kernel/errors";
import { removeSubscriptionsOf } from "#lib/notifications/web-push/remove-subscriptions";
import { type EnrollmentLink, issueEnrollment } from "#lib/passkeys/enrollment/issue-enrollment";
import { revokeEnrollmentsOf } from "#lib/passkeys/enrollment/revoke-enrollment";
import { removeAllPasskeys } from "#lib/passkeys/remove-passkey";
import { canApproveOrAdminister } from "#lib/people/roles-with-power";
import { revokePolicyTokensOf } from "#lib/policy/tokens/revoke-policy-token";
import { requireUnchanged } from "#lib/proposals/superseded";
import { requireRole } from "#lib/sessions/require-role";
import { endSessionsOf } from "#lib/sessions/session";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { endStandingOn } from "#lib/voiding/end-standing-approvals";
import { endStandingDenials } from "#lib/voiding/end-standing-denials";
import { allApprovalsOf, approvalsByPasskeysOf } from "#lib/voiding/ended-approvals";
import { voidApprovals } from "#lib/voiding/void-approvals";
import { sameRoles } from "./apply-roles.ts";

export interface Recovery extends Authority {
  personId: string;
  /**
   * `keep`: the old passkeys continue to work. `remove`: they are lost or stolen, and stop working
   * now, not when the link is used; sessions end, and approvals not yet used become void.
   */
  oldPasskeys: "keep" | "remove";
  /** The roles that a proposed recovery was decided on. */
  seenRoles?: Role[];
}

/**
 * Creates a one-time link for an active person who lost a passkey. The admin chooses whether the
 * old passkeys stay, on the record. Where the workspace requires two admins, the link for an admin
 * or approver is proposed: an attacker with the link could decide in the person's name. Old
 * passkeys are removed right away: less power needs no second admin.
 * @returns the link, or the proposal for a second admin to confirm.
 * @throws {CountersignError} `not_found`; `conflict` when an admin would remove their own passkeys
 * and depend on the link.
 */
export const issueRecovery = proposable<Recovery, EnrollmentLink>(async (db, recovery) => {
  const { actor, personId, oldPasskeys, seenRoles, confirmed, confirmedWith, now } = recovery;
  requireRole(actor, "admin");
  if (oldPasskeys === "remove" && personId === actor.personId && !confirmed) {
    throw new CountersignError("conflict", "an admin cannot remove all of their own passkeys", {
      userMessage: "Add a new passkey in your settings first, then remove the lost one there.",
    });
  }
  const issue = () =>
    db.transaction(async (tx) => {
      const needsTwo = await requiresSecondAdmin(tx, recovery);
      const [active] = await tx
        .select({ roles: people.roles })
        .from(people)
        .where(and(eq(people.id, personId), eq(people.status, "active")))
        .for("update");
      if (!active)
        throw new CountersignError("not_found", "no active person with this id", {
          userMessage: "This person isn't active. Reload the page.",
        });
      const { roles } = active;
      requireUnchanged(!seenRoles || sameRoles(roles, seenRoles), `the roles of ${personId}`);
      // A proposed recovery removed the passkeys when it was proposed.
      if (oldPasskeys === "remove" && !confirmed) await removeOld(tx, recovery);
      if (needsTwo && canApproveOrAdminister(roles)) {
        const change = { act: "person.recover" as const, person: personId, roles };
        return proposeChange(tx, { ...change, old_passkeys: oldPasskeys }, recovery);
      }
      const data = { old_passkeys: oldPasskeys, ...proposedFacts(confirmed) };
      const issuer = { createdBy: actor.personId, confirmedWith };
      return issueEnrollment(tx, { purpose: "recovery", personId, ...issuer, oldPasskeys, data, now });
    });
  // Enrolling locks the person before the workspace during the founding period, and this locks the
  // workspace first: the confirmation of a proposed link tries its whole transaction again.
  return confirmed ? issue() : tryAgainWhenBusy(issue);
});

async function removeOld(tx: Transaction, { actor, personId, now }: Recovery): Promise<void> {
  // Before the passkeys, by which approvals are found. The person is locked: a simultaneous
  // approval is found here, or refused without its passkey.
  const ended = approvalsByPasskeysOf(personId);
  await voidApprovals(tx, { ended, reason: "passkey_removed", personId, actor, now });
  // A denial takes no passkey, so the thief of one may have made them.
  await endStandingDenials(tx, { ended: allApprovalsOf(personId), reason: "passkey_removed", actor, now });
  await endStandingOn(tx, { ended: allApprovalsOf(personId), reason: "passkey_removed", actor, now });
  await removeAllPasskeys(tx, { personId, actor, now });
  await endSessionsOf(tx, { personId, actor, now });
  await removeSubscriptionsOf(tx, { personId, actor, now });
  await revokePolicyTokensOf(tx, { personId, actor, now });
  // A link that is still out could be in the same hands as the passkeys.
  await revokeEnrollmentsOf(tx, { personId, actor, now });
}
