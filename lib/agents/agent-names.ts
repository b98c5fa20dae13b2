import { and, asc, eq, exists, inArray, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { realAgent } from "#lib/test-agents/conditions";
import { visibleAgents } from "./visible-agents.ts";

/** Agents' names by ID, without unknown agents and agents the viewer may not see. */
export async function agentNames(
  db: Database,
  viewer: Viewer,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await db
    .select({ id: agents.id, name: agents.name })
    .from(agents)
    .where(and(inArray(agents.id, [...ids]), visibleAgents(viewer)));
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** The names of the visible agents, in alphabetical order, as choices. */
export async function listAgentNames(
  db: Database,
  viewer: Viewer,
  { most }: { most: number },
): Promise<{ id: string; name: string }[]> {
  return db
    .select({ id: agents.id, name: agents.name })
    .from(agents)
    .where(visibleAgents(viewer))
    .orderBy(asc(agents.name), asc(agents.id))
    .limit(most);
}

/** Whether the viewer may see an agent that is no test agent. */
export async function hasAgents(db: Database, viewer: Viewer): Promise<boolean> {
  const found = await db
    .select({ id: agents.id })
    .from(agents)
    .where(and(visibleAgents(viewer), realAgent(agents)))
    .limit(1);
  return found.length > 0;
}

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
