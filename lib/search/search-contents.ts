import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { RequestState } from "#db/schema/requests";
import { stateAt } from "#lib/requests/state-at";
import {
  agentsReadInFull,
  type RequestReader,
  readableRequests,
  readsEverything,
} from "#lib/requests/visible-requests";
import { requestTitle } from "#lib/test-agents/request-title";
import { amountInText } from "./amount-in-text.ts";

/**
 * A request by its type, resource or amount. `resource` and `currency` are the agent's words:
 * untrusted.
 */
export interface MatchedRequest {
  id: string;
  /** As of now. */
  state: RequestState;
  actionType: string;
  /** From the action types; null for an unknown type. */
  title: string | null;
  agent: string;
  resource: string | null;
  /** A decimal number; null for an action without an amount. */
  amount: string | null;
  currency: string | null;
}

type Row = Pick<MatchedRequest, keyof MatchedRequest> & { expiresAt: string };

/**
 * How many requests are compared with the text. An index over every resource and amount would cost
 * each ask, which is more frequent than search by far.
 */
const newestCompared = 5000;
const ofEachAgent = 1000;
/**
 * Of the pending requests with the text, so many are checked one by one for a member of a group.
 */
const mostOfGroups = 100;
const shortestPart = 3;

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

/**
 * The requests that the viewer may open whose resource contains the text or whose amount it is,
 * newest first, `most` at most: among the newest, and for a viewer of everything also those of any
 * time with exactly this resource that weren't stopped.
 */
export async function searchContents(
  db: Database,
  { viewer, text, most, now }: { viewer: RequestReader; text: string; most: number; now: Date },
): Promise<MatchedRequest[]> {
  const matches = matchesText(text);
  if (!matches) return [];
  const look = { viewer, most, now };
  const candidates = sql`${newestMatching(matches, look)}
    union (${readsEverything(viewer) ? ofResource(text, most) : pendingOfGroups(matches)})`;
  return readMatches(db, candidates, look);
}

interface Look {
  viewer: RequestReader;
  most: number;
  now: Date;
}

/** Those of the candidates, given as a query for IDs, that the viewer may open. */
export async function readMatches(
  db: Database,
  candidates: SQL,
  { viewer, most, now }: Look,
): Promise<MatchedRequest[]> {
  const rows = await db.execute<Row>(sql`
    select r.id, r.state, r.action_type as "actionType", ${requestTitle()} as title, a.name as agent, r.resource,
      trim_scale(r.amount)::text as amount, r.currency, r.expires_at as "expiresAt"
    from (${candidates}) c
      join requests r on r.id = c.id join agents a on a.id = r.agent_id
      left join action_types t on t.type = r.action_type
    where ${readableRequests(viewer, now)}
    order by r.id desc limit ${most}`);
  return rows.map(({ expiresAt, ...row }) => ({
    ...row,
    state: stateAt(row.state, new Date(expiresAt), now),
  }));
}

/** The newest of the compared requests that meet a condition on `m`, a request. */
export function newestMatching(matches: SQL, { viewer, most, now }: Look): SQL {
  return sql`(select m.id from (${newestOf(viewer, now)}) m where ${matches} order by m.id desc limit ${most})`;
}

/** The condition on `m`, a request; undefined for a text that is too short to compare. */
function matchesText(text: string): SQL | undefined {
  const typed = amountInText(text);
  const conditions = [
    ...(text.length >= shortestPart ? [sql`strpos(lower(m.resource), lower(${text})) > 0`] : []),
    ...(typed
      ? [
          sql`(m.amount = ${typed.value}::numeric and ${typed.currency ? sql`upper(m.currency) = ${typed.currency}` : sql`true`})`,
        ]
      : []),
  ];
  return conditions.length > 0 ? sql`(${sql.join(conditions, sql` or `)})` : undefined;
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

// The index of a resource's totals: of any time, without requests that were stopped. For other
// viewers, the time of the look-up would tell whether agents of other people asked for the
// resource.
function ofResource(text: string, most: number): SQL {
  return sql`
    select r.id from requests r
    where r.resource = ${text} and r.state in ('allowed', 'approved', 'pending') order by r.id desc limit ${most}`;
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
