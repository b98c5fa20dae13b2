import type { Transaction } from "#db/client";
import type { Role } from "#db/schema/directory";
import { tryAgainWhenBusy } from "#db/try-again";
import { type Actor, recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { reactivateAgentsOf } from "#lib/lifecycle/reactivate-agents";
import { endFounding } from "#lib/passkeys/control/founding";
import { changeStatus } from "#lib/people/change-status";
import { lockPerson } from "#lib/people/lock-people";
import { canApproveOrAdminister } from "#lib/people/roles-with-power";
import { requireUnchanged } from "#lib/proposals/superseded";
import { requireRole } from "#lib/sessions/require-role";
import { type Proposed, proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { sameRoles } from "./apply-roles.ts";

export interface Reinstatement extends Authority {
  personId: string;
  againstDirectory?: boolean;
  /** The roles that a proposed reinstatement was decided on. */
  seenRoles?: Role[];
}

/**
 * Ends a suspension: the person gets the earlier status, and an active approver's agents are
 * reactivated under a new owner epoch. Where the workspace requires two admins, reactivating an
 * admin or approver is proposed.
 * @param reinstatement `againstDirectory`: whether the admin knows that a directory lists the
 * person as inactive
 * @returns the proposal, where a second admin has to confirm.
 * @throws {CountersignError} `not_found`; `conflict` (not suspended, or a directory's claim that
 * the admin does not know)
 */
export const reinstatePerson = proposable<Reinstatement, undefined>(async (db, reinstatement) => {
  requireRole(reinstatement.actor, "admin");
  const make = () => db.transaction((tx) => reinstateOrPropose(tx, reinstatement));
  // The end of the founding period locks the workspace and admins after the person, and so can meet another
  // transaction. The confirmation of a proposed change retries its whole transaction itself.
  return reinstatement.confirmed ? make() : tryAgainWhenBusy(make);
});

async function reinstateOrPropose(
  tx: Transaction,
  reinstatement: Reinstatement,
): Promise<Proposed | undefined> {
  const { actor, personId, againstDirectory, seenRoles, confirmed, now } = reinstatement;
  const needsTwo = await requiresSecondAdmin(tx, reinstatement);
  const { roles, status, inactiveSince } = await lockPerson(tx, personId);
  const isAgainst = inactiveSince !== null;
  requireUnchanged(!seenRoles || sameRoles(roles, seenRoles), `the roles of ${personId}`);
  if (isAgainst && !againstDirectory)
    throw new CountersignError("conflict", `a directory says that ${personId} is inactive`, {
      userMessage:
        "Your directory lists this person as inactive. Reload the page and confirm that you want to reactivate them anyway.",
    });
  if (needsTwo && status === "suspended" && canApproveOrAdminister(roles)) {
    const change = { act: "person.reinstate" as const, person: personId, roles };
    return proposeChange(tx, { ...change, against_directory: isAgainst }, reinstatement);
  }
  const data = { ...(isAgainst ? { reason: "against_directory" } : {}), ...proposedFacts(confirmed) };
  await reinstate(tx, { personId, actor, data, now });
  return undefined;
}

/** {@link reinstatePerson} for every actor, with its errors. The caller checks the authority. */
export async function reinstate(
  tx: Transaction,
  reinstatement: { personId: string; actor: Actor; data?: Record<string, unknown>; now: Date },
): Promise<void> {
  const { personId, actor, data, now } = reinstatement;
  const change = { personId, from: ["suspended" as const], to: "before-suspension" as const, actor };
  const { status, roles } = await changeStatus(tx, change);
  await recordAudit(tx, { type: "person.reinstated", actor, subject: { person: personId }, data }, now);
  const isApprover = status === "active" && roles.includes("approver");
  // A person given the admin role while suspended becomes an active admin with a passkey here.
  if (status === "active" && roles.includes("admin")) await endFounding(tx, { personId, now });
  if (isApprover) await reactivateAgentsOf(tx, { ownerId: personId, actor, now });
}
