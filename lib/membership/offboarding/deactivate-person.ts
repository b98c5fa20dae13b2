import type { Database, Transaction } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import { leaveBackups } from "#lib/agents/leave-backups";
import { type Actor, recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { leaveGroups } from "#lib/membership/groups/leave-groups";
import { insertOffers, type Offer } from "#lib/ownership/offers/offer-ownership";
import { removeAllPasskeys } from "#lib/passkeys/remove-passkey";
import { noLongerAdmin } from "#lib/people/admins";
import { lockRemoval } from "#lib/people/lock-people";
import { removeAccess } from "#lib/people/remove-access";
import { unlinkAllAccounts } from "#lib/sessions/linked-accounts";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { offboard } from "./offboard.ts";

export type NewOwner = Pick<Offer, "agentId" | "toPersonId">;

/**
 * Deactivates a person permanently (or withdraws an invitation): a suspension that also removes
 * passkeys and group memberships. The row stays, because the person's decisions stay. The same
 * transaction offers the person's agents to new owners, all or nothing; they stay quarantined until
 * accepted.
 * @throws {CountersignError} `not_found`; `conflict` (left already, the last active admin, an agent
 * with another owner or an open offer, or new owners chosen by the person who leaves);
 * `agent_revoked`, `owner_inactive`
 */
export async function deactivatePerson(db: Database, deactivation: Deactivation): Promise<void> {
  const { actor, personId, newOwners = [] } = deactivation;
  requireRole(actor, "admin");
  // An offer's author must be able to withdraw it.
  if (newOwners.length > 0 && actor.personId === personId) throw ownTransfers();
  // In an emergency another transaction's locks must not make an admin repeat the action.
  await tryAgainWhenBusy(() => db.transaction((tx) => leaveAndOffer(tx, deactivation)));
}

interface Deactivation {
  actor: Viewer;
  personId: string;
  newOwners?: NewOwner[];
  now: Date;
}

async function leaveAndOffer(
  tx: Transaction,
  { actor, personId, newOwners = [], now }: Deactivation,
): Promise<void> {
  // Before the agents, which `leave` locks.
  const others = [actor.personId, ...newOwners.map(({ toPersonId }) => toPersonId)];
  const activeRoles = await lockRemoval(tx, { personId, others });
  if (!activeRoles.get(actor.personId)?.includes("admin")) throw noLongerAdmin(actor.personId);
  await leave(tx, { personId, actor, now });
  if (newOwners.length === 0) return;
  // After the person's own offers, which `leave` withdraws.
  const offers = newOwners.map((chosen) => ({ ...chosen, fromPersonId: personId }));
  await insertOffers(tx, { actor, offers, activeRoles, now });
}

function ownTransfers(): CountersignError {
  return new CountersignError("conflict", "the person who leaves chose the new owners", {
    userMessage: "You can't choose new owners while you deactivate yourself. Ask another admin to do it.",
  });
}

/** {@link deactivatePerson} for every actor, with its errors. The caller checks the authority. */
export async function leave(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const { wasAdmin } = await removeAccess(tx, {
    personId,
    from: ["invited", "active", "suspended"],
    to: "left",
    actor,
  });
  await recordAudit(tx, { type: "person.left", actor, subject: { person: personId } }, now);
  // Before the agents: a change of a group's members locks the memberships, then agents.
  await leaveGroups(tx, { personId, actor, now });
  await offboard(tx, { personId, wasAdmin, actor, now });
  await leaveBackups(tx, { personId, actor, now });
  await removeAllPasskeys(tx, { personId, actor, now });
  await unlinkAllAccounts(tx, { personId, actor, now });
}
