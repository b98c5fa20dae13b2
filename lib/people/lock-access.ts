import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { lockPeople } from "./lock-people.ts";

/**
 * Locks the rows of several people until the caller's transaction ends: a suspension that commits
 * first is seen here, a later one waits and then finds what was given to these people.
 * @returns the roles of the active people, by id.
 */
export async function lockStanding(tx: Transaction, personIds: string[]): Promise<Map<string, Role[]>> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return new Map();
  await lockPeople(tx, sql`p.id = any(${sql.param(ids)}::text[])`);
  const found = await tx
    .select({ id: people.id, roles: people.roles })
    .from(people)
    .where(and(inArray(people.id, ids), eq(people.status, "active")));
  return new Map(found.map(({ id, roles }) => [id, roles]));
}
