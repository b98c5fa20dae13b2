import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { CountersignError } from "#lib/errors";

/**
 * Insists that all of these people are active approvers, and holds them so (row locks) until the transaction commits: a suspension at the same
 * moment waits, and then finds what was given to them. Locked in the order of their ids.
 * @throws {CountersignError} `owner_inactive`
 */
export async function requireApprovers(tx: Transaction, personIds: string[]): Promise<void> {
  const wanted = new Set(personIds);
  if (wanted.size === 0) return;
  const found = await tx
    .select({ id: people.id })
    .from(people)
    .where(
      and(
        inArray(people.id, [...wanted]),
        eq(people.status, "active"),
        sql`'approver' = any(${people.roles})`,
      ),
    )
    .orderBy(people.id)
    .for("share");
  if (found.length === wanted.size) return;
  throw new CountersignError("owner_inactive", "somebody named is not an active approver", {
    userMessage: "Owners and backups must be active people with the role approver.",
  });
}
