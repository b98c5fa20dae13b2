import type { Database, Transaction } from "#db/client";
import type { PersonStatus } from "#db/schema/directory";
import { tryAgainWhenBusy } from "#db/try-again";
import { type Actor, recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { offboard } from "./offboard.ts";
import { takeOut } from "./take-out.ts";

/**
 * Suspends an active person, at once and with everything that hangs on them (invariant 8). Their passkeys stay, for when they are reinstated.
 * @throws {CountersignError} `not_found`, `conflict` (not active, or the last active admin)
 */
export async function suspendPerson(
  db: Database,
  { actor, personId, now }: { actor: Viewer; personId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const by = { type: "person" as const, id: actor.personId };
  // Whoever presses the button in an emergency is not to press it again because somebody else was at it too.
  await tryAgainWhenBusy(() =>
    db.transaction((tx) => suspend(tx, { personId, from: ["active"], actor: by, now })),
  );
}

/**
 * The same, whoever ends it: an admin here, a directory or an identity provider. In the caller's transaction; authority is the caller's to
 * check.
 * @throws {CountersignError} `not_found`; `conflict` (not in one of `from`, or the last active admin: `details.reason` is `last_admin`)
 */
export async function suspend(
  tx: Transaction,
  { personId, from, actor, now }: { personId: string; from: PersonStatus[]; actor: Actor; now: Date },
): Promise<void> {
  const { wasAdmin } = await takeOut(tx, { personId, from, to: "suspended", actor });
  await recordAudit(tx, { type: "person.suspended", actor, subject: { person: personId } }, now);
  await offboard(tx, { personId, wasAdmin, actor, now });
}
