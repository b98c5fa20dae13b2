import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { changeStatus } from "./change-status.ts";
import { offboard } from "./offboard.ts";
import { requireAnotherAdmin } from "./require-another-admin.ts";

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
  await db.transaction(async (tx) => {
    await requireAnotherAdmin(tx, personId);
    await changeStatus(tx, { personId, from: ["active"], to: "suspended" });
    await recordAudit(tx, { type: "person.suspended", actor: by, subject: { person: personId } }, now);
    await offboard(tx, { personId, actor: by, now });
  });
}
