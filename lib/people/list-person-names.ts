import { asc } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** Every current and former person, by name. For admins and auditors, else `not_found`. */
export async function listPersonNames(
  db: Database,
  { viewer, most }: { viewer: Viewer; most: number },
): Promise<{ id: string; name: string }[]> {
  requireRole(viewer, "admin", "auditor");
  return db
    .select({ id: people.id, name: people.name })
    .from(people)
    .orderBy(asc(people.name), asc(people.id))
    .limit(most);
}
