import { type SQL, sql } from "drizzle-orm";
import type { Risk } from "#db/schema/policy";
import { type RowOf, selectList } from "#db/select-list";
import { delegatorNames } from "#lib/approvals/visibility";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { firstIdAt } from "#lib/kernel/ids";
import { realRequest } from "#lib/test-agents/conditions";
import { requestTitle } from "#lib/test-agents/request-title";
import { requestColumns } from "../request-columns.ts";
import { type RequestReader, visibleRequests } from "../visible-requests.ts";

export interface QueueFilter {
  /**
   * `needs_you`: the viewer may decide. `pending`: waits for any person. `decided`: closed after
   * waiting. `all`: also auto-approved or blocked.
   */
  state: "needs_you" | "pending" | "decided" | "all";
  agent?: string;
  type?: string;
  /** The digest of the action: the requests for exactly the same action, by one agent. */
  digest?: string;
  risk?: Risk | "unknown";
  /**
   * `default`: no rule decided. `policy_unchecked`, `rule_unchecked`: the policy could not be
   * evaluated, or not with certainty. `monitored`: a rule in monitor mode applied. `uncertain`:
   * maybe run, and unresolved. `unused`: the grant is among the newest that expired unused.
   */
  judged?: Judged;
  /** `no`: without test requests, which the figures of coverage leave out too. */
  tests?: "no";
  /** Asked for at this moment or later. */
  from?: Date;
  /** The id of the request after which the page begins. */
  after?: string;
}

/** A filter of requests by time, not of requests that wait for people. */
export type HistoryFilter = QueueFilter & { state: "decided" | "all" };

/** Whether the requests of a filter are listed by time; otherwise they wait for people. */
export function isHistory(filter: QueueFilter): filter is HistoryFilter {
  return filter.state === "decided" || filter.state === "all";
}

/** The exceptional part of a request's evaluation or execution. */
export type Judged = "default" | "policy_unchecked" | "rule_unchecked" | "monitored" | "uncertain" | "unused";

/** What follows `select` for readable pending requests, soonest first. `among`: if not all. */
export function pendingRows(
  viewer: RequestReader,
  filter: QueueFilter,
  { among, now }: { among?: string[] | undefined; now: Date },
): SQL {
  const after = filter.after
    ? sql`and (r.expires_at, r.id) > (select expires_at, id from requests where id = ${filter.after})`
    : sql``;
  return sql`
    from requests r join agents a on a.id = r.agent_id join people o on o.id = a.owner_id
      left join action_types t on t.type = r.action_type
    where r.state = 'pending' and r.closed_at is null and r.expires_at > ${now.toISOString()}
      ${among ? sql`and r.id = any(${sql.param(among)}::text[])` : sql``}
      and ${visibleRequests(viewer, now)} ${narrowed(filter, now)} ${after}
    order by r.expires_at, r.id`;
}

/** The requests of a filter, as further conditions on the aliases `r` and `t` (action types). */
export function narrowed({ agent, type, digest, risk, judged, tests, from }: QueueFilter, now: Date): SQL {
  const conditions = [
    judged ? sql`and ${judgements(now)[judged]}` : sql``,
    judged || tests ? sql`and ${realRequest("r")}` : sql``,
    from ? sql`and r.id > ${firstIdAt("req", from)}` : sql``,
    agent ? sql`and r.agent_id = ${agent}` : sql``,
    digest ? sql`and r.action_digest = ${digest}` : sql``,
    type ? sql`and r.action_type = ${type}` : sql``,
    risk === "unknown" ? sql`and t.risk is null` : risk ? sql`and t.risk = ${risk}` : sql``,
  ];
  return sql.join(conditions, sql` `);
}

/** How many grants that expired unused are looked at: in a busy workspace, there may be millions. */
const mostUnused = 1000;

// Each has a partial index (db/schema/requests.ts, boundary.ts, grants.ts);
// lib/coverage/judgements.ts and unused-grants.ts count the same. An array makes the planner look
// up few requests.
const judgements = (now: Date): Record<Judged, SQL> => ({
  default: sql`r.rule_ids = '{}'`,
  policy_unchecked: sql`r.unchecked is not null and r.unchecked = 'policy'`,
  rule_unchecked: sql`r.unchecked is not null and r.unchecked = 'rules'`,
  monitored: sql`r.monitored is not null`,
  uncertain: sql`r.id = any(array(
    select x.request_id from executions x where x.state = 'uncertain' and x.resolved_at is null))`,
  unused: sql`r.id = any(array(
    select g.request_id from grants g where g.state = 'issued' and g.redeemed_by is null
      and g.expires_at <= ${now.toISOString()}::timestamptz order by g.expires_at desc limit ${mostUnused}))`,
});

/** What a line of the queue selects, from the rows `r`, `a`, `o` (owner) and `t`. */
export function queueColumns(reader: RequestReader, now: Date): SQL {
  return selectList(selectedBy(reader, now));
}

export type QueueRow = RowOf<ReturnType<typeof selectedBy>>;

function selectedBy({ personId }: RequestReader, now: Date) {
  const yours = sql`from approvals d where d.request_id = r.id and d.person_id = ${personId}
    and not exists (select from void_approvals v where v.approval_id = d.id) order by d.created_at limit 1`;
  return {
    ...requestColumns({ personId }, now),
    action_type: sql<string>`r.action_type`,
    title: sql<string | null>`${requestTitle()}`,
    risk: sql<Risk | null>`t.risk`,
    descriptor: sql<Descriptor | null>`t.descriptor`,
    amount_param: sql<string | null>`t.amount_param`,
    currency_param: sql<string | null>`t.currency_param`,
    for_whom: sql<string[] | null>`${delegatorNames(personId, now)}`,
    your_decision: sql<"approve" | "deny" | null>`(select d.decision ${yours})`,
    decided_for: sql<
      string | null
    >`(select p.name from people p where p.id = (select d.for_person_id ${yours}))`,
  };
}
