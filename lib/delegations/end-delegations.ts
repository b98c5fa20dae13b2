import { and, eq, gt, isNull, or, type SQL } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { delegations } from "#db/schema/delegations";
import { type Actor, recordAudits } from "#lib/audit/record";
import { CountersignError } from "#lib/errors";
import { notify } from "#lib/events/hub";
import type { Viewer } from "#lib/sessions/session";
import { approvalsWithoutDelegation } from "#lib/voiding/ended-approvals";
import { voidApprovals } from "#lib/voiding/void-approvals";

/**
 * Revokes a delegation. What the delegate approved under it becomes void: unredeemed grants are
 * revoked, and approvals on pending requests no longer count (invariants 8 and 17). For both people, and for admins.
 * @throws {CountersignError} `not_found`, also for an ended delegation
 */
export async function revokeDelegation(
  db: Database,
  { actor, delegationId, now }: { actor: Viewer; delegationId: string; now: Date },
): Promise<void> {
  const own = or(eq(delegations.personId, actor.personId), eq(delegations.delegateId, actor.personId));
  const readable = actor.roles.includes("admin") ? undefined : own;
  await db.transaction(async (tx) => {
    const by = { type: "person" as const, id: actor.personId };
    const [ended] = await end(tx, and(eq(delegations.id, delegationId), readable), { actor: by, now });
    if (ended) {
      const approvals = approvalsWithoutDelegation(ended.person, ended.delegate);
      return voidApprovals(tx, { ended: approvals, reason: "delegation_ended", actor: by, now });
    }
    throw new CountersignError("not_found", `no open delegation ${delegationId} for ${actor.personId}`, {
      userMessage: "This delegation has already ended. Reload the page.",
    });
  });
}

/**
 * Ends the delegations from and to a person, in the transaction that ends the person's access. The
 * transaction voids all approvals by and for the person, after locking the agents, which come
 * before the requests.
 */
export async function endDelegationsOf(
  tx: Transaction,
  { personId, actor, now }: { personId: string; actor: Actor; now: Date },
): Promise<void> {
  await end(tx, or(eq(delegations.personId, personId), eq(delegations.delegateId, personId)), { actor, now });
}

// One-way: an ended delegation stays ended.
async function end(
  tx: Transaction,
  which: SQL | undefined,
  { actor, now }: { actor: Actor; now: Date },
): Promise<{ person: string; delegate: string }[]> {
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
  return ended;
}
