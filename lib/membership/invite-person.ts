import { and, ne } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { tryAgainWhenBusy } from "#db/try-again";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { newId } from "#lib/kernel/ids";
import { type EnrollmentLink, issueEnrollment } from "#lib/passkeys/enrollment/issue-enrollment";
import { endNewcomer } from "#lib/people/change-person";
import { clearInactiveFlag } from "#lib/people/inactive-flag";
import { insertPersonIfNew, reinvitePerson } from "#lib/people/insert-person";
import { canApproveOrAdminister } from "#lib/people/roles-with-power";
import { requireUnchanged } from "#lib/proposals/superseded";
import { requireRole } from "#lib/sessions/require-role";
import { hasEmail } from "#lib/text/email-address";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { sameRoles } from "./apply-roles.ts";

export interface Invitation extends Authority {
  name: string;
  email: string;
  roles: Role[];
}

/**
 * Invites a person: an `invited` row and a one-time link. A person who left gets the same ID, and
 * the directories' claims about the person are set aside, on the record: otherwise they could
 * permanently overrule the inviting admin. Where the workspace requires two admins, an invitation
 * of an admin or approver is proposed.
 * @returns the link, or the proposal for a second admin to confirm.
 * @throws {CountersignError} `conflict` when the email belongs to a current person; `not_found`
 * when the actor is not an admin.
 */
export const invitePerson = proposable<Invitation, InvitationLink>(async (db, invitation) => {
  const { actor, name, email, roles, confirmed, now } = invitation;
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    if ((await requiresSecondAdmin(tx, invitation)) && canApproveOrAdminister(roles)) {
      await refuseKnownAddress(tx, email);
      return proposeChange(tx, { act: "person.invite", name, email, roles }, invitation);
    }
    const personId = (await addInvited(tx, invitation)) ?? (await inviteAgain(tx, invitation));
    const isAgainst = await clearInactiveFlag(tx, personId);
    const data = {
      roles,
      ...(isAgainst ? { reason: "against_directory" } : {}),
      ...proposedFacts(confirmed),
    };
    await recordAudit(tx, { type: "person.invited", actor, subject: { person: personId }, data }, now);
    const issuer = { createdBy: actor.personId, confirmedWith: invitation.confirmedWith };
    const link = await issueEnrollment(tx, { purpose: "invitation", personId, ...issuer, now });
    return { personId, ...link };
  });
});

export type InvitationLink = EnrollmentLink & { personId: string };

interface Reissue extends Authority {
  personId: string;
  /** The roles that a proposed link was decided on. */
  seenRoles?: Role[];
}

/**
 * Replaces a person's unused invitation link. Where the workspace requires two admins, a link for
 * an admin or approver is proposed: an attacker with the link could act as the person.
 * @returns the link, or the proposal for a second admin to confirm.
 * @throws {CountersignError} `not_found` unless there is an invited person with this ID and the
 * actor is an admin.
 */
export const reissueInvitation = proposable<Reissue, EnrollmentLink>(async (db, reissue) => {
  const { actor, personId, seenRoles, confirmed, confirmedWith, now } = reissue;
  requireRole(actor, "admin");
  const issue = () =>
    db.transaction(async (tx) => {
      const needsTwo = await requiresSecondAdmin(tx, reissue);
      const roles = await endNewcomer(tx, personId);
      if (!roles)
        throw new CountersignError("not_found", "no invited person with this id", {
          userMessage: "This person has no open invitation. Reload the page.",
        });
      requireUnchanged(!seenRoles || sameRoles(roles, seenRoles), `the roles of ${personId}`);
      if (needsTwo && canApproveOrAdminister(roles))
        return proposeChange(tx, { act: "person.invite_again", person: personId, roles }, reissue);
      const link = { purpose: "invitation" as const, personId, createdBy: actor.personId, confirmedWith };
      return issueEnrollment(tx, { ...link, data: proposedFacts(confirmed), now });
    });
  // Enrolling locks the person before the workspace during the founding period, and this locks the
  // workspace first: the confirmation of a proposed link tries its whole transaction again.
  return confirmed ? issue() : tryAgainWhenBusy(issue);
});

async function addInvited(
  tx: Transaction,
  { name, email, roles, now }: Invitation,
): Promise<string | undefined> {
  const person = { id: newId("per", now), name, email, status: "invited" as const, roles, createdAt: now };
  return (await insertPersonIfNew(tx, person)) ? person.id : undefined;
}

async function refuseKnownAddress(tx: Transaction, email: string): Promise<void> {
  const known = and(hasEmail(people.email, email), ne(people.status, "left"));
  if ((await tx.$count(people, known)) > 0) throw addressTaken();
}

async function inviteAgain(tx: Transaction, { name, email, roles }: Invitation): Promise<string> {
  const returning = await reinvitePerson(tx, email, { name, roles, isNewcomer: false });
  if (returning) return returning.id;
  throw addressTaken();
}

function addressTaken(): CountersignError {
  return new CountersignError("conflict", "a person with this email address exists", {
    userMessage: "Someone with this email already exists.",
  });
}
