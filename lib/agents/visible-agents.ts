import { sql as fragment, type SQL } from "drizzle-orm";
import type postgres from "postgres";
import { agents } from "#db/schema/agents";
import type { Role } from "#db/schema/directory";
import type { Viewer } from "#lib/sessions/session";

/** Admins and auditors see every agent; others see those they own or back up. */
export function seesAllAgents({ roles }: { roles: readonly Role[] }): boolean {
  return roles.includes("admin") || roles.includes("auditor");
}

// A set, which the planner reads from two indexes; with OR, it would read every agent.

/** The condition on the table of agents that scopes them to a viewer. */
export function visibleAgents(viewer: Viewer): SQL | undefined {
  if (seesAllAgents(viewer)) return undefined;
  return fragment`${agents.id} in (select own.id from agents own where own.owner_id = ${viewer.personId}
    union select agent_id from agent_backups where person_id = ${viewer.personId})`;
}

/** {@link visibleAgents} on the agents `a` of a statement of postgres.js. */
export function visibleAgentsIn(sql: postgres.Sql, viewer: Viewer) {
  if (seesAllAgents(viewer)) return sql`true`;
  return sql`a.id in (select own.id from agents own where own.owner_id = ${viewer.personId}
    union select agent_id from agent_backups where person_id = ${viewer.personId})`;
}
