import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { removeAllPasskeys } from "#lib/passkeys/remove-all-passkeys";
import { changeStatus } from "./change-status.ts";
import { leaveGroups } from "./leave-groups.ts";
import { offboard } from "./offboard.ts";
import { requireAnotherAdmin } from "./require-another-admin.ts";

/**
 * Marks a person as gone for good (or withdraws an invitation): as for a suspension, and their passkeys are removed, and they are in no group any more. The person's row stays,
 * because what they decided stays.
 * @throws {CountersignError} `not_found`, `conflict` (left already, or the last active admin)
 */
export async function markLeft(
  db: Database,
  { actor, personId, now }: { actor: Viewer; personId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const by = { type: "person" as const, id: actor.personId };
  await db.transaction(async (tx) => {
    await requireAnotherAdmin(tx, personId);
    await changeStatus(tx, { personId, from: ["invited", "active", "suspended"], to: "left" });
    await recordAudit(tx, { type: "person.left", actor: by, subject: { person: personId } }, now);
    await offboard(tx, { personId, actor: by, now });
    await leaveGroups(tx, { personId, actor: by, now });
    await removeAllPasskeys(tx, { personId, actor: by, now });
  });
}
