import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Risk } from "#db/schema/policy";
import { selectList } from "#db/select-list";
import { delegatorNames, delegatorsOf, isResponsibleForAgent, visibleTo } from "#lib/approvals/visibility";
import { firstIdAt } from "#lib/ids";
import { type QueueItem, type QueueRow, queueItem } from "./queue-item.ts";
import { type RequestReader, readsEverything, visibleRequests } from "./visible-requests.ts";

export interface QueueFilter {
  /**
   * `pending`: waiting for a person. `decided`: closed after waiting for a person. `all`: also
   * auto-approved or blocked.
   */
  state: "pending" | "decided" | "all";
  agent?: string;
  type?: string;
  risk?: Risk | "unknown";
  /**
   * `default`: no rule decided. `fault`, `doubt`: the policy could not be evaluated, or not with
   * certainty. `monitored`: a rule in monitor mode applied.
   */
  judged?: Judged;
  /** Asked for at this moment or later. */
  from?: Date;
  /** The id of the request after which the page begins. */
  after?: string;
}

/** The exceptional part of a request's evaluation. */
export type Judged = "default" | "fault" | "doubt" | "monitored";

export interface QueuePage {
  items: QueueItem[];
  /** The `after` of the next page; null on the last. */
  next: string | null;
}

const pageSize = 50;

/**
 * A page of the viewer's readable requests: pending requests by soonest deadline, others newest
 * first. The scope is the authorization.
 */
export async function listQueue(
  db: Database,
  viewer: RequestReader,
  filter: QueueFilter,
  now: Date,
): Promise<QueuePage> {
  const rows = await db.execute<QueueRow>(
    filter.state === "pending" ? pendingQuery(viewer, filter, now) : historyQuery(viewer, filter, now),
  );
  const items = rows.slice(0, pageSize).map((row) => queueItem(row, now));
  return { items, next: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null };
}

function pendingQuery(viewer: RequestReader, filter: QueueFilter, now: Date): SQL {
  const after = filter.after
    ? sql`and (r.expires_at, r.id) > (select expires_at, id from requests where id = ${filter.after})`
    : sql``;
  return sql`
    select ${columns(viewer, now)}
    from requests r join agents a on a.id = r.agent_id join people o on o.id = a.owner_id
      left join action_types t on t.type = r.action_type
    where r.state = 'pending' and r.closed_at is null and r.expires_at > ${now.toISOString()}
      and ${visibleRequests(viewer, now)} ${narrowed(filter)} ${after}
    order by r.expires_at, r.id limit ${pageSize + 1}`;
}

// The newest requests of each agent the viewer owns or backs up, and of the requests the viewer
// decided for other people, then the newest of these: each look-up reads the end of an index, for
// any length of history.
function historyQuery(viewer: RequestReader, filter: QueueFilter, now: Date): SQL {
  const closed = sql`and r.state not in ('allowed', 'blocked') and (r.state <> 'pending' or r.expires_at <= ${now.toISOString()})`;
  const newest = sql`${filter.state === "decided" ? closed : sql``} ${narrowed(filter)} ${filter.after ? sql`and r.id < ${filter.after}` : sql``}
    order by r.id desc limit ${pageSize + 1}`;
  const decided = sql`union (
    select r.id from approvals d join requests r on r.id = d.request_id left join action_types t on t.type = r.action_type
    where d.person_id = ${viewer.personId} ${newest})`;
  const byAgent = sql`
    select each.id from (
      select newest.id from agents a cross join lateral (
        select r.id from requests r left join action_types t on t.type = r.action_type where r.agent_id = a.id ${newest}) newest
      where ${agentsOf(viewer, now)}
      ${viewer.roles.includes("approver") && !readsEverything(viewer) ? decided : sql``}) each
    order by each.id desc limit ${pageSize + 1}`;
  // Rare requests have their own index: by agent, the query would read each agent's whole history
  // to find few.
  const ofAllAgents = sql`select r.id from requests r left join action_types t on t.type = r.action_type where true ${newest}`;
  return sql`
    select ${columns(viewer, now)}
    from (${filter.judged && readsEverything(viewer) ? ofAllAgents : byAgent}) known
      join requests r on r.id = known.id join agents a on a.id = r.agent_id join people o on o.id = a.owner_id
      left join action_types t on t.type = r.action_type
    order by r.id desc`;
}

function agentsOf(viewer: RequestReader, now: Date): SQL {
  if (readsEverything(viewer)) return sql`true`;
  if (!viewer.roles.includes("approver")) return sql`false`;
  const { personId } = viewer;
  return sql`(${isResponsibleForAgent(sql`${personId}`)}
    or exists (select from people p where p.id in (${delegatorsOf(personId, now)}) and ${isResponsibleForAgent(sql`p.id`)}))`;
}

function narrowed({ agent, type, risk, judged, from }: QueueFilter): SQL {
  const conditions = [
    judged ? sql`and ${judgements[judged]}` : sql``,
    from ? sql`and r.id > ${firstIdAt("req", from)}` : sql``,
    agent ? sql`and r.agent_id = ${agent}` : sql``,
    type ? sql`and r.action_type = ${type}` : sql``,
    risk === "unknown" ? sql`and t.risk is null` : risk ? sql`and t.risk = ${risk}` : sql``,
  ];
  return sql.join(conditions, sql` `);
}

// Each has a partial index that ends in the ID (db/schema/requests.ts); lib/coverage/judgements.ts
// counts the same requests.
const judgements: Record<Judged, SQL> = {
  default: sql`r.rule_ids = '{}'`,
  fault: sql`r.doubt is not null and r.doubt = 'fault'`,
  doubt: sql`r.doubt is not null and r.doubt = 'rules'`,
  monitored: sql`r.monitored is not null`,
};

function columns({ personId }: RequestReader, now: Date): SQL {
  const yours = sql`from approvals d where d.request_id = r.id and d.person_id = ${personId}
    and not exists (select from void_approvals v where v.approval_id = d.id) order by d.created_at limit 1`;
  const selected: Record<keyof QueueRow, SQL> = {
    id: sql`r.id`,
    state: sql`r.state`,
    close_reason: sql`r.close_reason`,
    action: sql`r.action`,
    action_type: sql`r.action_type`,
    title: sql`t.title`,
    risk: sql`t.risk`,
    amount_param: sql`t.amount_param`,
    currency_param: sql`t.currency_param`,
    agent_id: sql`a.id`,
    agent_name: sql`a.name`,
    owner_id: sql`o.id`,
    owner_name: sql`o.name`,
    approvals_required: sql`r.approvals_required`,
    approvals_given: sql`r.approvals_given`,
    created_at: sql`r.created_at`,
    expires_at: sql`r.expires_at`,
    closed_at: sql`r.closed_at`,
    is_break_glass: sql`r.is_break_glass`,
    is_yours: visibleTo(personId, now),
    for_whom: delegatorNames(personId, now),
    your_decision: sql`(select d.decision ${yours})`,
    decided_for: sql`(select p.name from people p where p.id = (select d.for_person_id ${yours}))`,
  };
  return selectList(selected);
}
