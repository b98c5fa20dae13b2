import { and, asc } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import type { Viewer } from "#lib/sessions/session";
import { realAgent } from "#lib/test-agents/conditions";
import { visibleTo } from "./list-agents.ts";

/** The names of the visible agents, in alphabetical order, as choices. */
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

/** Whether the viewer may see an agent that is no test agent. */
export async function hasAgents(db: Database, viewer: Viewer): Promise<boolean> {
  const found = await db
    .select({ id: agents.id })
    .from(agents)
    .where(and(visibleTo(db, viewer), realAgent(agents)))
    .limit(1);
  return found.length > 0;
}
