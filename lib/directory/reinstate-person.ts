import type { Database } from "#db/client";
import { reactivateAgentsOf } from "#lib/agents/reactivate-agents";
import { recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { changeStatus } from "./change-status.ts";

/**
 * Ends a suspension. The agents the person still owns go back to work under a new owner epoch, if the person is an approver.
 * @throws {CountersignError} `not_found`, `conflict` (not suspended)
 */
export async function reinstatePerson(
  db: Database,
  { actor, personId, now }: { actor: Viewer; personId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  const by = { type: "person" as const, id: actor.personId };
  await db.transaction(async (tx) => {
    const roles = await changeStatus(tx, { personId, from: ["suspended"], to: "active" });
    await recordAudit(tx, { type: "person.reinstated", actor: by, subject: { person: personId } }, now);
    if (roles.includes("approver")) await reactivateAgentsOf(tx, { ownerId: personId, actor: by, now });
  });
}
