import { type SQL, sql } from "drizzle-orm";
import { agentsReadInFull, type RequestReader, readsEverything } from "#lib/requests/visible-requests";

/**
 * How many requests are compared with the text. An index over every resource and amount would cost
 * each ask, which is more frequent than search by far.
 */
export const newestCompared = 5000;
const ofEachAgent = 1000;
/**
 * Of the pending requests with the text, so many are checked one by one for a member of a group.
 */
const mostOfGroups = 100;

/** Which requests are compared: the newest so many of all, or of each agent. */
export interface Compared {
  requests: number;
  of: "all" | "agent";
}

/** Which requests are compared for this viewer. */
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

// The end of one index for a viewer of everything; for others, of one for each agent. The IDs of a
// busy agent are found in the index alone: with more columns, the planner reads all of its
// requests.
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

// A member of a group reads only the requests that need the group, and finds the pending ones.
// Which of them the viewer reads is decided by the condition on all candidates.
export function pendingOfGroups(matches: SQL): SQL {
  return sql`
    select m.id from (
      select ${columns} from requests r where r.state = 'pending' and r.closed_at is null
      order by r.expires_at limit ${newestCompared}) m
    where ${matches} limit ${mostOfGroups}`;
}
