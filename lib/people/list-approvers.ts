import { asc } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { activeApprover } from "./active.ts";

/** The people who can own agents and approve: active approvers, by name, `most` at most. */
export async function listApprovers(
  db: Database,
  { most }: { most: number },
): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(activeApprover(people))
    .orderBy(asc(people.name), asc(people.id))
    .limit(most);
}
