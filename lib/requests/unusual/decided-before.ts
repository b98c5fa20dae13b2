import { type SQL, sql } from "drizzle-orm";
import type { RequestView } from "#lib/requests/request-view";

/** The request that is compared. The caller has checked the viewer's access to the request. */
export type ComparedRequest = Pick<
  RequestView,
  "id" | "state" | "closedAt" | "action" | "actionDigest" | "agent" | "policy" | "entry" | "descriptor"
>;

/** The newest decisions that are looked at, so that a page costs the same for any history. */
export const longestHistory = 1000;

/**
 * The agent's earlier requests that people approved or denied, newest first, as a subquery. Only
 * people's decisions count: an agent can make auto-approved, blocked and withdrawn requests without
 * limit, until everything looks usual or the decisions are out of reach. Break-glass approvals
 * replaced the required approvals, so they are no example either.
 */
export function decidedBefore({ id, agent }: ComparedRequest): SQL {
  return newestDecided({ agentId: sql`${agent.id}`, before: sql`${id}`, most: longestHistory });
}

/** {@link decidedBefore} of a request whose agent and ID are expressions, `most` at most. */
// The collation makes the planner use the index `requests_decided_agent`.
export function newestDecided({ agentId, before, most }: { agentId: SQL; before: SQL; most: number }): SQL {
  return sql`(select * from requests
    where agent_id = ${agentId} and id collate "C" < ${before} and state in ('approved', 'denied') and not is_break_glass
    order by id collate "C" desc limit ${most})`;
}
