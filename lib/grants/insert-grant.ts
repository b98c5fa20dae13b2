import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { grants } from "#db/schema/grants";
import { refuseFrozen } from "#lib/callers/freeze";

/**
 * Inserts a grant, in the transaction that decides the request and has locked the head of the policy.
 * @throws {CountersignError} `frozen` (invariant 24)
 */
export async function insertGrant(
  tx: Transaction,
  grant: Omit<typeof grants.$inferInsert, "state" | "freezeEpoch">,
): Promise<void> {
  await refuseFrozen(tx);
  const freezeEpoch = sql`(select freeze_epoch from policy_head)`;
  await tx.insert(grants).values({ ...grant, freezeEpoch, state: "issued" });
}
