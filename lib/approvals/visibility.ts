import { type SQL, sql } from "drizzle-orm";
import { activeApprover } from "#lib/people/active";
import { inEffect } from "#lib/people/delegation-in-effect";
import { realAgent } from "#lib/test-agents/conditions";
import { requirementsOf } from "./eligible-approvers.ts";

/**
 * Whether a person may read a request, as a condition on the aliases `a` (agents) and `r`
 * (requests): the owner, a backup, a member of a required group, or a delegate. `person` is an ID
 * or an SQL expression. Fewer people may decide: capacities.ts.
 */
export function visibleTo(person: string | SQL, now: Date): SQL {
  return sql`(${inOwnName(sql`${person}`)} or ${asDelegate(person, now)})`;
}

/** Whether a request concerns a person as owner, backup or group member. */
function inOwnName(person: SQL): SQL {
  return sql`(${isResponsibleForAgent(person)} or exists (
    select from group_members m join jsonb_array_elements(${requirementsOf(sql`r`)}) q on q -> 'approvers' ->> 'group' = m.group_id
    where m.person_id = ${person}))`;
}

/** Whether a person owns or backs up agent `a`. */
export function isResponsibleForAgent(person: SQL): SQL {
  return sql`(a.owner_id = ${person} or exists (select from agent_backups b where b.agent_id = a.id and b.person_id = ${person}))`;
}

/** The delegators whose delegations alone let this person read a request. */
export function delegatorNames(personId: string, now: Date): SQL {
  return sql`(select case when not ${inOwnName(sql`${personId}`)} then array_agg(p.name order by p.name) end
    from people p where p.id in (${delegatorsOf(personId, now)}) and ${concernsDelegatesOf(sql`p.id`)})`;
}

function asDelegate(person: string | SQL, now: Date): SQL {
  return sql`exists (select from people p where p.id in (${delegatorsOf(person, now)}) and ${concernsDelegatesOf(sql`p.id`)})`;
}

/** Whether a request concerns a person in their own name, and is no test. */
function concernsDelegatesOf(person: SQL): SQL {
  return sql`(${inOwnName(person)} and ${realAgent("a")})`;
}

/** The present delegators of a person. */
export function delegatorsOf(person: string | SQL, now: Date): SQL {
  const at = sql`(select ${now.toISOString()}::timestamptz as at) moment`;
  return sql`select dl.person_id from delegations dl cross join ${at}
    where dl.delegate_id = ${person} and ${sql.raw(inEffect("dl", "moment.at"))}`;
}

/**
 * The clauses of a query from `from` on: pending requests `r` of agents `a` that find-decidable.ts
 * offers a person. capacities.ts has the last word.
 */
export function decidableRows(personId: string, now: Date): SQL {
  return sql`from requests r
      join agents a on a.id = r.agent_id
      join people o on o.id = a.owner_id
    where r.state = 'pending' and r.closed_at is null and r.expires_at > ${now.toISOString()}
      and a.status = 'active' and a.owner_epoch = r.owner_epoch
      and ${activeApprover("o")} and ${visibleTo(personId, now)}
      and exists (select from people p where p.id = ${personId} and ${activeApprover("p")})
      and not exists (select from approvals d where d.request_id = r.id and d.person_id = ${personId}
        and not exists (select from void_approvals v where v.approval_id = d.id))`;
}
