import { type SQL, sql } from "drizzle-orm";
import { requirementsOf } from "#lib/approvals/eligible-approvers";
import { delegatorsOf } from "#lib/approvals/visibility";
import { agentsReadInFull, type RequestReader, readsEverything } from "#lib/requests/visible-requests";

/** How many requests are compared. An index would cost each ask. */
export const newestCompared = 5000;
const ofEachAgent = 1000;
/** So many pending requests of groups are checked one by one. */
const mostOfGroups = 100;

/** The newest requests of all, or of each agent. */
export interface Compared {
  requests: number;
  of: "all" | "agent";
}

/** The requests to compare for this viewer. */
export function compared(viewer: RequestReader): Compared {
  return readsEverything(viewer)
    ? { requests: newestCompared, of: "all" }
    : { requests: ofEachAgent, of: "agent" };
}

export interface Look {
  viewer: RequestReader;
  most: number;
  now: Date;
}

/** The newest of the compared requests that meet a condition on `m`, a request. */
export function newestMatching(matches: SQL, { viewer, most, now }: Look): SQL {
  return sql`(select m.id from (${newestOf(viewer, now)}) m where ${matches} order by m.id desc limit ${most})`;
}

const columns = sql.raw("r.id, r.action_type, r.resource, r.amount, r.currency");

// The end of one index for a viewer of everything; otherwise of one for each agent. A busy agent's
// IDs are found in the index alone: with more columns, the planner reads all its requests.
function newestOf(viewer: RequestReader, now: Date): SQL {
  if (readsEverything(viewer))
    return sql`select ${columns} from requests r order by r.id desc limit ${newestCompared}`;
  return sql`
    (select ${columns} from (
      select each.id from agents a cross join lateral (
        select n.id from requests n where n.agent_id = a.id order by n.id collate "POSIX" desc limit ${ofEachAgent}) each
      where ${agentsReadInFull(viewer, now)} limit ${newestCompared}) newest join requests r on r.id = newest.id)
    union all (select ${columns} from approvals d join requests r on r.id = d.request_id
      where d.person_id = ${viewer.personId} order by d.request_id desc limit ${ofEachAgent})`;
}

/**
 * Pending requests that need a group of the viewer or a delegator, and meet a condition on `m`, a
 * request. Selected by the group before the newest are taken, so that no other requests hide them.
 * The condition on all candidates decides what the viewer reads.
 */
export function pendingOfGroups(matches: SQL, { viewer, now }: Look): SQL {
  // Read once, as the subquery names no request.
  const groups = sql`array(select group_id from group_members
    where person_id = ${viewer.personId} or person_id in (${delegatorsOf(viewer.personId, now)}))`;
  return sql`
    select m.id from (
      select ${columns}, r.requirements from requests r where r.state = 'pending' and r.closed_at is null
      order by r.expires_at limit ${newestCompared}) m
    where ${matches} and exists (
      select from jsonb_array_elements(${requirementsOf(sql`m`)}) q where q -> 'approvers' ->> 'group' = any(${groups}))
    order by m.id desc limit ${mostOfGroups}`;
}
