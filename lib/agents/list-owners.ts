import { asc, eq, exists, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";

/** The agents' owners by name, as choices. For admins and auditors, else `not_found`. */
export async function listOwners(
  db: Database,
  { viewer, most }: { viewer: Viewer; most: number },
): Promise<{ id: string; name: string }[]> {
  requireRole(viewer, "admin", "auditor");
  const owned = db.select({ one: sql`1` }).from(agents).where(eq(agents.ownerId, people.id));
  return db
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(exists(owned))
    .orderBy(asc(people.name), asc(people.id))
    .limit(most);
}
