import type { Database, Transaction } from "#db/client";
import type { PersonStatus } from "#db/schema/directory";
import { tryAgainWhenBusy } from "#db/try-again";
import { type Actor, recordAudit } from "#lib/audit/record";
import { removeAccess } from "#lib/people/remove-access";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { offboard } from "./offboard.ts";

/**
 * Suspends an active person with all consequences (invariant 8). The passkeys stay, for a
 * reactivation.
 * @throws {CountersignError} `not_found`, `conflict` (not active, or the last active admin)
 */
export async function suspendPerson(
  db: Database,
  { actor, personId, now }: { actor: Viewer; personId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  // In an emergency another transaction's locks must not make an admin repeat the action.
  await tryAgainWhenBusy(() =>
    db.transaction((tx) => suspend(tx, { personId, from: ["active"], actor, now })),
  );
}

/**
 * {@link suspendPerson} for an admin, a directory or an identity provider. The caller checks the
 * authority.
 * @throws {CountersignError} `not_found`; `conflict` (not in one of `from`, or the last active
 * admin: `details.reason` is `last_admin`)
 */
export async function suspend(
  tx: Transaction,
  { personId, from, actor, now }: { personId: string; from: PersonStatus[]; actor: Actor; now: Date },
): Promise<void> {
  const { wasAdmin } = await removeAccess(tx, { personId, from, to: "suspended", actor });
  await recordAudit(tx, { type: "person.suspended", actor, subject: { person: personId } }, now);
  await offboard(tx, { personId, wasAdmin, actor, now });
}
