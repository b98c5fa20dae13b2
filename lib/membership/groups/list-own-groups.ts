import { asc, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { groupMembers, groups } from "#db/schema/groups";

/** The names of the groups that a person is in, by name. */
export async function listOwnGroups(db: Database, personId: string): Promise<string[]> {
  const found = await db
    .select({ name: groups.name })
    .from(groups)
    .innerJoin(groupMembers, eq(groupMembers.groupId, groups.id))
    .where(eq(groupMembers.personId, personId))
    .orderBy(asc(sql`lower(${groups.name})`));
  return found.map(({ name }) => name);
}
