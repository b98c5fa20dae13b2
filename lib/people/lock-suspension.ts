import { and, eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { type Actor, actorId, recordAudit } from "#lib/audit/record";
import { isScimActor } from "./scim-actor.ts";

/** Turns a directory's suspension into an alarm's, which the directory can't end. Others stay. */
export async function lockSuspension(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  const [person] = await tx
    .select({ by: people.suspendedBy })
    .from(people)
    .where(and(eq(people.id, personId), eq(people.status, "suspended")))
    .for("update");
  if (!person || !isScimActor(person.by)) return;
  await tx
    .update(people)
    .set({ suspendedBy: actorId(actor) })
    .where(eq(people.id, personId));
  await recordAudit(tx, { type: "person.suspended", actor, subject: { person: personId } }, now);
}
