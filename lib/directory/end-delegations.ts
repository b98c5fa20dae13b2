import { and, eq, gt, isNull, or, type SQL } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { delegations } from "#db/schema/delegations";
import { type Actor, recordAudits } from "#lib/audit/record";
import type { Viewer } from "#lib/auth/session";
import { CountersignError } from "#lib/errors";
import { notify } from "#lib/events/hub";

/**
 * Ends a delegation at once; what the delegate approved that is still pending no longer counts. For both of the two people, and for admins.
 * @throws {CountersignError} `not_found`, also for what is over already
 */
export async function revokeDelegation(
  db: Database,
  { actor, delegationId, now }: { actor: Viewer; delegationId: string; now: Date },
): Promise<void> {
  const own = or(eq(delegations.personId, actor.personId), eq(delegations.delegateId, actor.personId));
  const theirs = actor.roles.includes("admin") ? undefined : own;
  await db.transaction(async (tx) => {
    const by = { type: "person" as const, id: actor.personId };
    const ended = await end(tx, and(eq(delegations.id, delegationId), theirs), { actor: by, now });
    if (ended > 0) return;
    throw new CountersignError("not_found", `no open delegation ${delegationId} for ${actor.personId}`, {
      userMessage: "This delegation is over already. Reload the page to see how things stand.",
    });
  });
}

/** Ends what a person has others decide for them, and what they decide for others, in the transaction that takes them out of action. */
export async function endDelegationsOf(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  await end(tx, or(eq(delegations.personId, personId), eq(delegations.delegateId, personId)), { actor, now });
}

// One-way: what is over stays over.
async function end(
  tx: Transaction,
  which: SQL | undefined,
  { actor, now }: { actor: Actor; now: Date },
): Promise<number> {
  const ended = await tx
    .update(delegations)
    .set({ revokedAt: now })
    .where(and(which, isNull(delegations.revokedAt), gt(delegations.endsAt, now)))
    .returning({
      delegation: delegations.id,
      person: delegations.personId,
      delegate: delegations.delegateId,
    });
  await recordAudits(
    tx,
    ended.map((subject) => ({ type: "delegation.revoked" as const, actor, subject })),
    now,
  );
  if (ended.length > 0) await notify(tx, "queue");
  return ended.length;
}
