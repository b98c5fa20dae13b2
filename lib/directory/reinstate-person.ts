import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { reactivateAgentsOf } from "#lib/agents/reactivate-agents";
import { type Actor, recordAudit } from "#lib/audit/record";
import { requireRole } from "#lib/auth/require-role";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { endFounding } from "#lib/passkeys/control/founding";
import { changeStatus } from "./change-status.ts";

/**
 * Ends a suspension: the person is what they were before it. The agents they still own go back to work under a new owner epoch, if the
 * person is an active approver then.
 * @param reinstatement `againstDirectory`: whether the admin knows that a directory says that they are inactive
 * @throws {CountersignError} `not_found`; `conflict` (not suspended, or a directory's word that the admin does not know)
 */
export async function reinstatePerson(
  db: Database,
  reinstatement: { actor: Viewer; personId: string; againstDirectory?: boolean; now: Date },
): Promise<void> {
  const { actor, personId, againstDirectory, now } = reinstatement;
  requireRole(actor, "admin");
  const by = { type: "person" as const, id: actor.personId };
  await db.transaction(async (tx) => {
    const isAgainst = await isCalledInactive(tx, personId);
    if (isAgainst && !againstDirectory)
      throw new CountersignError("conflict", `a directory says that ${personId} is inactive`, {
        userMessage:
          "A directory says that this person is inactive. Reload the page, and tick that you reinstate them all the same.",
      });
    const data = isAgainst ? { reason: "against_directory" } : {};
    await reinstate(tx, { personId, actor: by, data, now });
  });
}

/** Whether a directory's word stands against them. It stays as it is until the transaction ends. */
async function isCalledInactive(tx: Transaction, personId: string): Promise<boolean> {
  const [person] = await tx
    .select({ inactiveSince: people.inactiveSince })
    .from(people)
    .where(eq(people.id, personId))
    .for("update");
  return person != null && person.inactiveSince !== null;
}

/** The same, whoever says so. In the caller's transaction; authority is the caller's to check. @throws as {@link reinstatePerson} */
export async function reinstate(
  tx: Transaction,
  reinstatement: { personId: string; actor: Actor; data?: Record<string, unknown>; now: Date },
): Promise<void> {
  const { personId, actor, data, now } = reinstatement;
  const change = { personId, from: ["suspended" as const], to: "before-suspension" as const, actor };
  const { status, roles } = await changeStatus(tx, change);
  await recordAudit(tx, { type: "person.reinstated", actor, subject: { person: personId }, data }, now);
  if (status === "active" && roles.includes("admin")) await endFounding(tx, { personId, now });
  const isApprover = status === "active" && roles.includes("approver");
  if (isApprover) await reactivateAgentsOf(tx, { ownerId: personId, actor, now });
}
