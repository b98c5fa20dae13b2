import type { Transaction } from "#db/client";
import { grants } from "#db/schema/grants";

/** Inserts a grant, in the transaction that decides the request. */
export async function insertGrant(
  tx: Transaction,
  grant: Omit<typeof grants.$inferInsert, "state">,
): Promise<void> {
  await tx.insert(grants).values({ ...grant, state: "issued" });
}
