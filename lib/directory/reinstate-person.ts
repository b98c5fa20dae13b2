import type { Database, Transaction } from "#db/client";
import { reactivateAgentsOf } from "#lib/agents/reactivate-agents";
import { type Actor, recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { changeStatus } from "./change-status.ts";

/**
 * Ends a suspension: the person is what they were before it. The agents they still own go back to work under a new owner epoch, if the
 * person is an active approver then.
 * @throws {CountersignError} `not_found`, `conflict` (not suspended)
 */
export async function reinstatePerson(
  db: Database,
  { actor, personId, now }: { actor: Viewer; personId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const by = { type: "person" as const, id: actor.personId };
  await db.transaction((tx) => reinstate(tx, { personId, actor: by, now }));
}

/** The same, whoever says so. In the caller's transaction; authority is the caller's to check. @throws as {@link reinstatePerson} */
export async function reinstate(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const change = { personId, from: ["suspended" as const], to: "before-suspension" as const, actor };
  const { status, roles } = await changeStatus(tx, change);
  await recordAudit(tx, { type: "person.reinstated", actor, subject: { person: personId } }, now);
  const isApprover = status === "active" && roles.includes("approver");
  if (isApprover) await reactivateAgentsOf(tx, { ownerId: personId, actor, now });
}
