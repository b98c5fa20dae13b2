import type { Transaction } from "#db/client";
import type { Role } from "#db/schema/directory";
import { tryAgainWhenBusy } from "#db/try-again";
import { lockPerson } from "#lib/people/lock-people";
import { canApproveOrAdminister } from "#lib/people/roles-with-power";
import { requireUnchanged } from "#lib/proposals/superseded";
import { requireRole } from "#lib/sessions/require-role";
import { type Proposed, proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { applyRoles, sameRoles } from "./apply-roles.ts";

export interface RoleChange extends Authority {
  personId: string;
  roles: Role[];
  /** The roles that the change was confirmed or proposed on. */
  seenRoles?: Role[];
}

/**
 * Gives a person another set of roles, for an admin (`applyRoles`). Where the workspace requires
 * two admins, granting the role of admin or approver is proposed; removing roles takes effect right
 * away.
 * @returns the proposal, where a second admin has to confirm.
 * @throws {CountersignError} `not_found`; `conflict` for the last active admin, and when the roles
 * differ from `seenRoles`.
 */
export const changeRoles = proposable<RoleChange, undefined>(async (db, change) => {
  requireRole(change.actor, "admin");
  const make = () => db.transaction((tx) => changeOrPropose(tx, change));
  // A proposed change's confirmation retries its transaction.
  return change.confirmed ? make() : tryAgainWhenBusy(make);
});

async function changeOrPropose(tx: Transaction, change: RoleChange): Promise<Proposed | undefined> {
  const { actor, personId, roles, seenRoles, confirmed, now } = change;
  if (await requiresSecondAdmin(tx, change)) {
    // All admins are already locked, so this lock follows the lock order.
    const { roles: before } = await lockPerson(tx, personId);
    requireUnchanged(!seenRoles || sameRoles(before, seenRoles), `the roles of ${personId}`);
    const given = roles.filter((role) => !before.includes(role));
    if (canApproveOrAdminister(given))
      return proposeChange(tx, { act: "person.roles", person: personId, before, after: roles }, change);
  }
  await applyRoles(tx, { personId, roles, seenRoles, actor, data: proposedFacts(confirmed), now });
  return undefined;
}
