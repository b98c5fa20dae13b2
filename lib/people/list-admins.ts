import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { activeAdmin } from "./active.ts";

/** The ids of the active admins. */
export async function listAdminIds(db: Database | Transaction): Promise<string[]> {
  const admins = await db.select({ id: people.id }).from(people).where(activeAdmin(people));
  return admins.map(({ id }) => id);
}
