import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { canonicalJson } from "#lib/json/canonical";
import type { Action } from "#lib/policy/language/action";
import { agentsReadInFull, type RequestReader } from "#lib/requests/visible-requests";
import { type ComparedRequest, decidedBefore, isBefore, longestHistory, rangeOf } from "./decided-before.ts";

/** The last approved amounts that an amount is compared with: older amounts may be out of date. */
export const mostAmounts = 30;

/** Counts of an agent's approved requests, and the amounts among them. */
export interface HistorySummary extends Record<string, unknown> {
  id: string;
  /** Whether older decisions were left out. */
  isCut: boolean;
  approved: number;
  withTool: number;
  ofType: number;
  ofTypeWithResource: number;
  /** The different resources of these. */
  resources: number;
  forThisResource: number;
  lastPolicyVersion: number | null;
  publishedAt: string | null;
  /** The amount and currency of the compared request, as recorded with it. */
  amount: string | null;
  currency: string | null;
  /** Approved amounts of the type and currency, newest first, and this amount's place. */
  values: string[];
  min: string | null;
  median: string | null;
  max: string | null;
  less: number;
  greater: number;
}

/**
 * What the agent's whole history says, by the IDs of the compared requests; empty for a viewer who
 * may not read all of it. A partial count would be wrong, and a whole one would tell about hidden
 * requests.
 */
export async function summarizeHistory(
  db: Database,
  viewer: RequestReader,
  requests: ComparedRequest[],
  now: Date,
): Promise<Map<string, HistorySummary>> {
  const { agentId } = rangeOf(requests);
  const column = (of: (request: ComparedRequest) => string | number | null) => sql.param(requests.map(of));
  const rows = await db.execute<HistorySummary>(sql`
    with decided as materialized (select * from ${decidedBefore(requests)} newest),
    compared as materialized (
      select c.*, r.amount, r.currency from unnest(${column(({ id }) => id)}::text[], ${column(({ action }) => action.type)}::text[],
          ${column(({ action }) => toolPrefix(action))}::text[], ${column(({ action }) => action.resource ?? null)}::text[],
          ${column(({ policy }) => policy.version)}::int[]) c(id, type, tool, resource, policy_version)
        join requests r on r.id = c.id)
    select this.id, this.amount::text, this.currency, own.*,
      (select published_at from policy_versions where version = this.policy_version) as "publishedAt"
    from agents a cross join compared this cross join lateral (${ofRequest}) own
    where a.id = ${agentId} and ${agentsReadInFull(viewer, now)}`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Of the requests in `decided` before request `this`. */
const ofRequest = sql`
  with before as materialized (
    select * from decided d where ${isBefore("d", "this")} order by d.id collate "C" desc limit ${longestHistory}),
  approved as (select * from before where state = 'approved'),
  of_type as (select * from approved where action_type = this.type),
  amounts as (select t.id, t.amount from of_type t
    where t.amount is not null and t.currency is not distinct from this.currency order by t.id desc limit ${mostAmounts})
  select (select count(*) >= ${longestHistory} from before) as "isCut", kinds.*, types.*, spread.*,
    (select policy_version from of_type order by id desc limit 1) as "lastPolicyVersion"
  from
    (select count(*)::int as approved,
      (count(*) filter (where starts_with(action, this.tool)))::int as "withTool" from approved) kinds,
    (select count(*)::int as "ofType", count(resource)::int as "ofTypeWithResource", count(distinct resource)::int as resources,
      (count(*) filter (where resource = this.resource))::int as "forThisResource" from of_type) types,
    (select coalesce(json_agg(amounts.amount::text order by amounts.id desc), '[]') as values, min(amounts.amount)::text,
      max(amounts.amount)::text, (percentile_disc(0.5) within group (order by amounts.amount))::text as median,
      (count(*) filter (where amounts.amount < this.amount))::int as less,
      (count(*) filter (where amounts.amount > this.amount))::int as greater from amounts) spread`;

// The tool is first in canonical JSON (RFC 8785). PostgreSQL refuses JSON with U+0000.
function toolPrefix({ audience }: Action): string {
  return `{"audience":${canonicalJson(audience ?? null)},`;
}
