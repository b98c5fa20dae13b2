import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";

/**
 * Holds the standing of several people until the caller's transaction ends: a suspension that commits first is seen here, a later one
 * waits and then finds what was given to them. Active admins first, then the others, each by id: the order in which whoever ends
 * somebody's access locks them, so that the two never deadlock.
 * @returns the roles of those who are active, by id.
 */
export async function lockStanding(tx: Transaction, personIds: string[]): Promise<Map<string, Role[]>> {
  if (personIds.length === 0) return new Map();
  const found = await tx
    .select({ id: people.id, roles: people.roles })
    .from(people)
    .where(and(inArray(people.id, [...new Set(personIds)]), eq(people.status, "active")))
    .orderBy(sql`'admin' = any(${people.roles}) desc`, people.id)
    .for("share");
  return new Map(found.map(({ id, roles }) => [id, roles]));
}
