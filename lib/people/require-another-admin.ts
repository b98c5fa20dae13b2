import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { CountersignError } from "#lib/kernel/errors";
import { activeAdmin } from "./active.ts";

/**
 * Requires another active admin besides `personId`. Two admins demoting each other would each see
 * the other: so all admins' rows are locked, in one order, and the second transaction re-reads them
 * after the first.
 * @throws {CountersignError} `conflict`, with `details.reason` `last_admin`
 */
export async function requireAnotherAdmin(tx: Transaction, personId: string): Promise<void> {
  const admins = await lockAdmins(tx);
  if (admins.some(({ id }) => id !== personId)) return;
  throw new CountersignError("conflict", `${personId} is the last active admin`, {
    userMessage: "This is the last active admin. Make someone else an admin first.",
    details: { reason: "last_admin" },
  });
}

/** Locks the rows of all active admins, always in the same order. */
export async function lockAdmins(tx: Transaction): Promise<{ id: string }[]> {
  return tx
    .select({ id: people.id })
    .from(people)
    .where(activeAdmin(people))
    .orderBy(people.id)
    .for("update");
}
