import { type SQL, sql } from "drizzle-orm";
import { firstIdAt } from "#lib/ids";
import { realRequest } from "#lib/test-agents/conditions";
import type { ApprovedBefore, RepeatOutcome } from "../finding.ts";

/** A request that is compared with those that were approved before `at`. */
export interface Compared {
  id: string;
  at: Date;
}

/** An earlier request that was approved, and the requests that repeat it. */
export type EarlierRow = {
  /** The compared requests. */
  of: string[];
  same: ApprovedBefore["same"];
  id: string;
  /** The name of the agent, if it is another one. */
  agent: string | null;
  at: string;
  outcome: RepeatOutcome;
  outcomeAt: string;
  isAuto: boolean;
  /** Who approved it; for a denied request, who denied it. */
  deciders: { id: string; name: string }[] | null;
};

/**
 * The requests approved before each compared request for the same action, or for the same resource,
 * type and amount: `most` of the newest of each kind. Each look-up reads the end of an index that has
 * only such requests, so that no history hides them.
 * @param scope which earlier requests `r` of agents `a` are read, for the requests of agent `e.agent_id`.
 * @param isExact whether only the same action is looked for.
 */
export function earlierQuery(
  compared: Compared[],
  { scope, most, isExact = false, now }: { scope: SQL; most: number; isExact?: boolean; now: Date },
): SQL {
  const ofAmount = sql`union all
      select c.ids, c.agent_id, e.id, 'resource_amount' from compared c cross join lateral (
        (${sameAmount("approved", most)}) union all (${sameAmount("allowed", most)})) e
      where c.resource is not null and c.amount is not null`;
  // Requests for the same action, such as those of a flood, share one look-up.
  return sql`
    with compared as materialized (
      select array_agg(r.id) as ids, r.agent_id, r.action_digest, r.action_type, r.resource, r.amount, r.currency, c.at, c.before
      from unnest(${column(compared, ({ id }) => id)}::text[], ${column(compared, ({ at }) => at.toISOString())}::text[]::timestamptz[],
          ${column(compared, ({ at }) => idAfter(at))}::text[]) as c(id, at, before)
        join requests r on r.id = c.id
      where ${realRequest("r")}
      group by r.agent_id, r.action_digest, r.action_type, r.resource, r.amount, r.currency, c.at, c.before),
    earlier as materialized (
      select c.ids, c.agent_id, e.id, 'action' as same from compared c cross join lateral (
        (${sameAction("approved", most)}) union all (${sameAction("allowed", most)})) e
      ${isExact ? sql`` : ofAmount})
    ${selected(now)} from earlier e join requests r on r.id = e.id ${joined} where ${realRequest("r")} and ${scope}`;
}

/** Earlier requests by the ID of each request that repeats them. */
export function byCompared(rows: EarlierRow[]): Map<string, EarlierRow[]> {
  const found = new Map<string, EarlierRow[]>();
  for (const row of rows) for (const id of row.of) found.set(id, [...(found.get(id) ?? []), row]);
  return found;
}

/** What an {@link EarlierRow} selects, of the rows `e`, `r` and {@link joined}. */
export function selected(now: Date): SQL {
  return sql`
    select e.ids as of, e.same, r.id, case when r.agent_id <> e.agent_id then a.name end as agent, ${decidedAt("r")} as at,
      ${outcome(now)} as outcome, case when g.state = 'redeemed' then g.closed_at else ${decidedAt("r")} end as "outcomeAt",
      r.state = 'allowed' as "isAuto", d.deciders`;
}

/** What became of request `r` of agent `a`, and who decided it. */
export const joined = sql`
  join agents a on a.id = r.agent_id
  left join grants g on g.request_id = r.id left join executions x on x.request_id = r.id
  left join lateral (
    select json_agg(json_build_object('id', p.id, 'name', p.name) order by d.created_at, d.id) as deciders
    from approvals d join people p on p.id = d.person_id
    where d.request_id = r.id and d.decision = case r.state when 'denied' then 'deny' else 'approve' end and not exists (select from void_approvals v where v.approval_id = d.id)) d on true`;

/**
 * What became of an approved request. A redeemed grant counts as carried out until a report or a
 * person says otherwise.
 */
function outcome(now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`case
    when g.state = 'redeemed' and (x.state = 'failed' or x.finding = 'did_not_run') then 'failed'
    when g.state = 'redeemed' and x.finding is null and (x.state = 'uncertain' or x.state = 'expected' and x.due_at <= ${at}) then 'uncertain'
    when g.state = 'redeemed' then 'carried_out'
    when g.state is null or g.state = 'issued' and g.expires_at > ${at} then 'approved'
    else 'unused' end`;
}

/** When an approved or auto-approved request was. */
function decidedAt(request: string): SQL {
  return sql`coalesce(${sql.identifier(request)}.closed_at, ${sql.identifier(request)}.created_at)`;
}

// The collation is that of the index `requests_repeats`.
function sameAction(state: "approved" | "allowed", most: number): SQL {
  return sql`select e.id from requests e
    where e.action_digest = c.action_digest and e.state = ${state} and e.id collate "POSIX" < c.before
      and ${decidedAt("e")} <= c.at and e.id <> all(c.ids)
    order by e.id collate "POSIX" desc limit ${most}`;
}

// The index `requests_same_amount`.
function sameAmount(state: "approved" | "allowed", most: number): SQL {
  return sql`select e.id from requests e
    where e.state = ${state} and e.resource = c.resource and e.action_type = c.action_type and e.amount = c.amount
      and coalesce(e.currency, '') = coalesce(c.currency, '') and e.id collate "POSIX" < c.before
      and ${decidedAt("e")} <= c.at and e.id <> all(c.ids)
    order by e.id collate "POSIX" desc limit ${most}`;
}

/** A bound above the IDs of all requests that were made by this moment. */
export function idAfter(at: Date): string {
  return firstIdAt("req", new Date(at.getTime() + 1));
}

function column(compared: Compared[], of: (one: Compared) => string) {
  return sql.param(compared.map(of));
}
