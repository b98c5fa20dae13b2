import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";

/**
 * Locks the rows of people who act as admins until the caller's transaction ends, in the order in
 * which all admins' rows are locked: a suspension that commits first is seen here, a later one
 * waits.
 * @returns the ids among them that are active admins.
 */
export async function lockActiveAdmins(tx: Transaction, ids: string[]): Promise<Set<string>> {
  const admins = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.id, ids), eq(people.status, "active"), sql`'admin' = any(${people.roles})`))
    .orderBy(people.id)
    .for("share");
  return new Set(admins.map(({ id }) => id));
}
