import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";

/** The ids of the active admins. */
export async function listAdminIds(db: Database | Transaction): Promise<string[]> {
  const admins = await db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.status, "active"), sql`'admin' = any(${people.roles})`));
  return admins.map(({ id }) => id);
}
