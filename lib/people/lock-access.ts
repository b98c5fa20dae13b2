import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { lockPeople } from "./lock-people.ts";

/**
 * Locks people's rows: a suspension committed first is visible here, a later one waits and then
 * finds the people's new rights.
 * @returns the roles of the active people, by ID.
 */
export async function lockAccess(tx: Transaction, personIds: string[]): Promise<Map<string, Role[]>> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return new Map();
  await lockPeople(tx, sql`p.id = any(${sql.param(ids)}::text[])`);
  const found = await tx
    .select({ id: people.id, roles: people.roles })
    .from(people)
    .where(and(inArray(people.id, ids), eq(people.status, "active")));
  return new Map(found.map(({ id, roles }) => [id, roles]));
}
