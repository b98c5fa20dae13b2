import { and, inArray } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import type { Viewer } from "#lib/sessions/session";
import { visibleTo } from "./list-agents.ts";

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
    .where(and(inArray(agents.id, [...ids]), visibleTo(db, viewer)));
  return new Map(found.map(({ id, name }) => [id, name]));
}
