import type { Transaction } from "#db/client";
import { grants } from "#db/schema/grants";
import { enqueueExpiries } from "#lib/expiries/enqueue-expiries";
import { expiryDueAt } from "#lib/expiries/expiry-due";

/** Inserts a grant with the job that expires it, in the transaction that decides the request. */
export async function insertGrant(
  tx: Transaction,
  grant: Omit<typeof grants.$inferInsert, "state">,
): Promise<void> {
  await tx.insert(grants).values({ ...grant, state: "issued" });
  await enqueueExpiries(tx, [expiryDueAt(grant.expiresAt, "grant")]);
}
