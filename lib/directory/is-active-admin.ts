import { and, eq, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";

/** Whether somebody is an active admin at this moment: for what is shown. What decides is `lockActiveAdmins`. */
export async function isActiveAdmin(db: Database, personId: string): Promise<boolean> {
  return (
    (await db.$count(
      people,
      and(eq(people.id, personId), eq(people.status, "active"), sql`'admin' = any(${people.roles})`),
    )) > 0
  );
}
