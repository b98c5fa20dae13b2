import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { type Actor, actorId } from "#lib/audit/record";

/** Records a directory's claim, for the admin who reactivates. @returns whether the claim is new. */
export async function flagInactive(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<boolean> {
  const called = await tx
    .update(people)
    .set({ inactiveSince: now, inactiveBy: actorId(actor) })
    .where(and(eq(people.id, personId), isNull(people.inactiveSince)))
    .returning({ id: people.id });
  return called.length > 0;
}

/** Withdraws the claim, if it is by `by` where given. @returns whether there was a claim. */
export async function clearInactiveFlag(tx: Transaction, personId: string, by?: string): Promise<boolean> {
  const isGiven = by === undefined ? isNotNull(people.inactiveSince) : eq(people.inactiveBy, by);
  const called = await tx
    .update(people)
    .set({ inactiveSince: null, inactiveBy: null })
    .where(and(eq(people.id, personId), isGiven))
    .returning({ id: people.id });
  return called.length > 0;
}
