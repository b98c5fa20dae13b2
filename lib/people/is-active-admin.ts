import { and, eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { activeAdmin } from "./active.ts";

/**
 * Whether a person is an active admin at this moment, for display. A deciding verb uses
 * `lockActiveAdmins`.
 */
export async function isActiveAdmin(db: Database, personId: string): Promise<boolean> {
  return (await db.$count(people, and(eq(people.id, personId), activeAdmin(people)))) > 0;
}
