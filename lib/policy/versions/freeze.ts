import { and, eq, isNotNull, isNull, ne, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { policyHead } from "#db/schema/policy";

const notFrozen = { frozenAt: null, frozenBy: null, freezeReason: null };

/** Freezes under a new epoch. @returns the epoch; undefined while agents are frozen */
export async function setFrozen(
  tx: Transaction,
  { by, reason, now }: { by: string; reason: string | null; now: Date },
): Promise<number | undefined> {
  const [head] = await tx
    .update(policyHead)
    .set({
      freezeEpoch: sql`${policyHead.freezeEpoch} + 1`,
      ...{ frozenAt: now, frozenBy: by, freezeReason: reason },
    })
    .where(isNull(policyHead.frozenAt))
    .returning({ epoch: policyHead.freezeEpoch });
  return head?.epoch;
}

/**
 * Takes away a freeze by another actor than `by`, who freezes in the same transaction: each freeze begins
 * with a new epoch, so that no release which was prepared before ends it.
 */
export async function clearFreezeOfOthers(tx: Transaction, by: string): Promise<void> {
  await tx.update(policyHead).set(notFrozen).where(ne(policyHead.frozenBy, by));
}

/** Ends the freeze of an epoch, which stays the epoch. @returns false if that freeze has ended */
export async function endFreeze(
  tx: Transaction,
  { epoch, now }: { epoch: number; now: Date },
): Promise<boolean> {
  const released = await tx
    .update(policyHead)
    .set({ ...notFrozen, releasedAt: now })
    .where(and(eq(policyHead.freezeEpoch, epoch), isNotNull(policyHead.frozenAt)))
    .returning({ id: policyHead.id });
  return released.length === 1;
}
