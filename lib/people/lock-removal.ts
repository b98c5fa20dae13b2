import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import { activeAdmin } from "./active.ts";
import { lockAdmins } from "./require-another-admin.ts";

/**
 * Locks a person whose access ends and other people, in the order of `lockPeople`. All locks are
 * exclusive, because the person's row is changed next: two transactions that upgrade shared locks
 * deadlock.
 * @returns the roles of the active people, by ID.
 */
export async function lockRemoval(
  tx: Transaction,
  { personId, others }: { personId: string; others: string[] },
): Promise<Map<string, Role[]>> {
  const [person] = await tx.select({ roles: people.roles }).from(people).where(eq(people.id, personId));
  // The end of an admin's access locks all admins, who come first.
  if (person?.roles.includes("admin")) await lockAdmins(tx);
  const ids = [...new Set([personId, ...others])];
  await tx.execute(sql`
    select p.id from people p where p.id = any(${sql.param(ids)}::text[])
    order by ${activeAdmin("p")} desc, p.id for update`);
  const found = await tx
    .select({ id: people.id, roles: people.roles })
    .from(people)
    .where(and(inArray(people.id, ids), eq(people.status, "active")));
  return new Map(found.map(({ id, roles }) => [id, roles]));
}
