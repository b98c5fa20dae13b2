import { and, inArray } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { activeAdmin } from "./active.ts";

/**
 * Locks acting admins' rows, in the order of all locks on admins: a suspension committed first is
 * visible here, a later one waits.
 * @returns the IDs of the active admins among `ids`.
 */
export async function lockActiveAdmins(tx: Transaction, ids: string[]): Promise<Set<string>> {
  const admins = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.id, ids), activeAdmin(people)))
    .orderBy(people.id)
    .for("share");
  return new Set(admins.map(({ id }) => id));
}
