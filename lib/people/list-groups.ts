import { asc } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { groups } from "#db/schema/groups";

/** The groups that rules can name as approvers, by name. */
export async function listGroups(db: Database | Transaction): Promise<{ id: string; name: string }[]> {
  return db.select({ id: groups.id, name: groups.name }).from(groups).orderBy(asc(groups.name));
}

/** The IDs of all groups, for checking the groups in rules. */
export async function listGroupIds(db: Database | Transaction): Promise<string[]> {
  return (await listGroups(db)).map(({ id }) => id);
}
