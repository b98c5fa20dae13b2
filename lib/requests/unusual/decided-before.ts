import { type SQL, sql } from "drizzle-orm";
import { decidedByPeople } from "#lib/people/decided-by-people";
import type { RequestView } from "#lib/requests/request-view";

/** The request that is compared. The caller has checked the viewer's access to the request. */
export type ComparedRequest = Pick<
  RequestView,
  "id" | "state" | "closedAt" | "action" | "actionDigest" | "agent" | "policy" | "entry" | "descriptor"
>;

/** Newest decisions only: a page costs the same for any history. */
export const longestHistory = 1000;

/**
 * The agent's earlier requests that people approved or denied, newest first, as a subquery. Only
 * people's decisions count: an agent can make auto-approved and blocked requests without limit,
 * until everything looks usual. Break-glass approvals replaced the required ones, and are no
 * example.
 * @param requests of one agent. Of several: what was decided before the last one, with the history
 * of the first, each compared with what {@link isBefore} it.
 */
export function decidedBefore(requests: ComparedRequest[]): SQL {
  const { first, last, agentId } = rangeOf(requests);
  const before = (id: string) =>
    newestDecided({ agentId: sql`${agentId}`, before: sql`${id}`, most: longestHistory });
  if (first === last) return before(first);
  return sql`(select * from ${before(last)} later where id >= ${first} union all select * from ${before(first)} earlier)`;
}

/** The condition that a decided request comes before a compared one. */
export function isBefore(decided: string, compared: string): SQL {
  return sql`${sql.identifier(decided)}.id collate "C" < ${sql.identifier(compared)}.id`;
}

/** The first and the last of requests of one agent. */
export function rangeOf(requests: ComparedRequest[]) {
  const ids = requests.map(({ id }) => id).toSorted();
  const [first, last, agentId] = [ids[0], ids.at(-1), requests[0]?.agent.id];
  if (!first || !last || !agentId) throw new Error("There is no request to compare");
  return { first, last, agentId };
}

/** {@link decidedBefore} of a request whose agent and ID are expressions, `most` at most. */
// The collation makes the planner use the index `requests_decided_by_people`.
export function newestDecided({ agentId, before, most }: { agentId: SQL; before: SQL; most: number }): SQL {
  return sql`(select * from requests
    where agent_id = ${agentId} and id collate "C" < ${before} and state in ('approved', 'denied') and ${sql.raw(decidedByPeople("requests"))} and not is_break_glass
    order by id collate "C" desc limit ${most})`;
}
