import { type SQL, sql } from "drizzle-orm";
import type { RepeatOutcome } from "../finding.ts";

/** What became of an approved action, the worst to repeat first. */
export const outcomes: RepeatOutcome[] = ["carried_out", "uncertain", "approved", "failed", "unused"];

/** Outcomes without a run, then or later. */
export const harmless: RepeatOutcome[] = ["failed", "unused"];

/** What an `EarlierRow` selects, of the rows `e`, `r` and {@link joined}. */
export function selected(now: Date): SQL {
  return sql`
    select e.ids as of, e.same, r.id, case when r.agent_id <> e.agent_id then a.name end as agent, ${decidedAt("r")} as at,
      ${outcome(now)} as outcome, case when g.state = 'redeemed' then g.closed_at else ${decidedAt("r")} end as "outcomeAt",
      r.state = 'allowed' as "isAuto", d.deciders`;
}

/** The outcome of request `r` of agent `a`, and its deciders. */
export const joined = sql`
  join agents a on a.id = r.agent_id
  left join grants g on g.request_id = r.id left join executions x on x.request_id = r.id
  left join lateral (
    select json_agg(json_build_object('id', p.id, 'name', p.name) order by d.created_at, d.id) as deciders
    from approvals d join people p on p.id = d.person_id
    where d.request_id = r.id and d.standing_approval_id is null and d.decision = case r.state when 'denied' then 'deny' else 'approve' end and not exists (select from void_approvals v where v.approval_id = d.id)) d on true`;

/** What became of request `r` of agent `a`. */
// One row at a time: for many requests, the planner could read whole tables.
export const outcomeJoined = sql`
  join agents a on a.id = r.agent_id
  left join lateral (select state, expires_at from grants where request_id = r.id limit 1) g on true
  left join lateral (select state, finding, due_at from executions where request_id = r.id limit 1) x on true`;

/** A redeemed grant counts as carried out until a report or a person disagrees. */
export function outcome(now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`case
    when g.state = 'redeemed' and (x.state = 'failed' or x.finding = 'did_not_run') then 'failed'
    when g.state = 'redeemed' and x.finding is null and (x.state = 'uncertain' or x.state = 'expected' and x.due_at <= ${at}) then 'uncertain'
    when g.state = 'redeemed' then 'carried_out'
    when g.state is null or g.state = 'issued' and g.expires_at > ${at} then 'approved'
    else 'unused' end`;
}

/** When an approved or auto-approved request was. */
export function decidedAt(request: string): SQL {
  return sql`coalesce(${sql.identifier(request)}.closed_at, ${sql.identifier(request)}.created_at)`;
}
