import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { RequestState } from "#db/schema/requests";
import { stateAt } from "#lib/requests/state-at";
import { type RequestReader, readableRequests, readsEverything } from "#lib/requests/visible-requests";
import { requestTitle } from "#lib/test-agents/request-title";
import { amountInText, type TypedAmount } from "./amount-in-text.ts";
import { type Look, newestMatching, pendingOfGroups } from "./compared-requests.ts";

/** A request by type, resource or amount. `resource` and `currency` are the agent's: untrusted. */
export interface MatchedRequest {
  id: string;
  /** As of now. */
  state: RequestState;
  actionType: string;
  /** From the action types; null for an unknown type. */
  title: string | null;
  agent: string;
  agentId: string;
  resource: string | null;
  /** A decimal number; null for an action without an amount. */
  amount: string | null;
  currency: string | null;
}

type Row = Pick<MatchedRequest, keyof MatchedRequest> & { expiresAt: string };

const shortestPart = 3;

/**
 * Openable requests whose resource contains the text or whose amount it is, newest first: among the
 * newest, and for a viewer of everything also any with exactly this resource that weren't stopped.
 */
export async function searchContents(
  db: Database,
  { viewer, text, most, now }: { viewer: RequestReader; text: string; most: number; now: Date },
): Promise<MatchedRequest[]> {
  const matches = matchesText(text);
  if (!matches) return [];
  const look = { viewer, most, now };
  const candidates = sql`${newestMatching(matches, look)}
    union (${readsEverything(viewer) ? ofResource(text, most) : pendingOfGroups(matches, look)})`;
  return readMatches(db, candidates, look);
}

/** The candidates, a query for IDs, that the viewer may open. */
export async function readMatches(
  db: Database,
  candidates: SQL,
  { viewer, most, now }: Look,
): Promise<MatchedRequest[]> {
  const rows = await db.execute<Row>(sql`
    select r.id, r.state, r.action_type as "actionType", ${requestTitle()} as title, a.name as agent, a.id as "agentId", r.resource,
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

/** The condition on `m`, a request; undefined for a text that is too short to compare. */
function matchesText(text: string): SQL | undefined {
  const typed = amountInText(text);
  const conditions = [
    ...(text.length >= shortestPart ? [sql`strpos(lower(m.resource), lower(${text})) > 0`] : []),
    ...(typed ? [isAmount(typed)] : []),
  ];
  return conditions.length > 0 ? sql`(${sql.join(conditions, sql` or `)})` : undefined;
}

/** The condition that request `m` is about an amount. */
export function isAmount({ value, currency }: TypedAmount): SQL {
  const inCurrency = currency ? sql`upper(m.currency) = ${currency}` : sql`true`;
  return sql`(m.amount = ${value}::numeric and ${inCurrency})`;
}

// The index of a resource's totals: of any time, without stopped requests. For other viewers, the
// look-up's time would tell about other people's agents.
function ofResource(text: string, most: number): SQL {
  return sql`
    select r.id from requests r
    where r.resource = ${text} and r.state in ('allowed', 'approved', 'pending') order by r.id desc limit ${most}`;
}
