import { asc } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import type { Viewer } from "#lib/sessions/session";
import { visibleTo } from "./list-agents.ts";

/**
 * The names of the agents visible to the viewer, in alphabetical order, `most` at most, as choices.
 */
export async function listAgentNames(
  db: Database,
  viewer: Viewer,
  { most }: { most: number },
): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: agents.id, name: agents.name })
    .from(agents)
    .where(visibleTo(db, viewer))
    .orderBy(asc(agents.name), asc(agents.id))
    .limit(most);
}
