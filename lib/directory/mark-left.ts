import type { Database, Transaction } from "#db/client";
import { tryAgainWhenBusy } from "#db/try-again";
import { leaveBackups } from "#lib/agents/leave-backups";
import { type Actor, recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { removeAllPasskeys } from "#lib/passkeys/remove-all-passkeys";
import { unlinkAllAccounts } from "#lib/sso/unlink-all-accounts";
import { leaveGroups } from "./leave-groups.ts";
import { offboard } from "./offboard.ts";
import { takeOut } from "./take-out.ts";

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
  // Whoever presses the button in an emergency is not to press it again because somebody else was at it too.
  await tryAgainWhenBusy(() => db.transaction((tx) => leave(tx, { personId, actor: by, now })));
}

/**
 * The same, whoever says so. In the caller's transaction; authority is the caller's to check.
 * @throws {CountersignError} `not_found`; `conflict` (left already, or the last active admin: `details.reason` is `last_admin`)
 */
export async function leave(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const { wasAdmin } = await takeOut(tx, {
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
