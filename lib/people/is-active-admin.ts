import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { activeAdmin } from "./active.ts";

/** For display. A deciding verb uses `lockActiveAdmins`. */
export async function isActiveAdmin(db: Database, personId: string): Promise<boolean> {
  return (await db.$count(people, and(eq(people.id, personId), activeAdmin(people)))) > 0;
}
