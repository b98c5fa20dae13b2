import type { Database, Transaction } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import { leaveBackups } from "#lib/agents/leave-backups";
import { type Actor, recordAudit } from "#lib/audit/record";
import { leaveGroups } from "#lib/groups/leave-groups";
import { removeAllPasskeys } from "#lib/passkeys/remove-all-passkeys";
import { removeAccess } from "#lib/people/remove-access";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { unlinkAllAccounts } from "#lib/sessions/unlink-accounts";
import { offboard } from "./offboard.ts";

/**
 * Deactivates a person permanently (or withdraws an invitation): as for a suspension, and also
 * removes the person's passkeys and group memberships. The person's row stays, because the person's
 * decisions stay.
 * @throws {CountersignError} `not_found`, `conflict` (left already, or the last active admin)
 */
export async function deactivatePerson(
  db: Database,
  { actor, personId, now }: { actor: Viewer; personId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const by = { type: "person" as const, id: actor.personId };
  // In an emergency an admin must not have to repeat the action because of another transaction's
  // locks.
  await tryAgainWhenBusy(() => db.transaction((tx) => leave(tx, { personId, actor: by, now })));
}

/**
 * {@link deactivatePerson} for every actor. In the caller's transaction; the caller checks the
 * authority.
 * @throws {CountersignError} `not_found`; `conflict` (left already, or the last active admin:
 * `details.reason` is `last_admin`)
 */
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
  await offboard(tx, { personId, wasAdmin, actor, now });
  await leaveGroups(tx, { personId, actor, now });
  await leaveBackups(tx, { personId, actor, now });
  await removeAllPasskeys(tx, { personId, actor, now });
  await unlinkAllAccounts(tx, { personId, actor, now });
}
