import { asc } from "drizzle-orm";
import type { Database } from "#db/client";
import { groups } from "#db/schema/groups";

/** The groups that rules can name as approvers, by name. */
export async function listGroups(db: Database): Promise<{ id: string; name: string }[]> {
  return db.select({ id: groups.id, name: groups.name }).from(groups).orderBy(asc(groups.name));
}
