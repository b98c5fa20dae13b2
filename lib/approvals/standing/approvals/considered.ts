import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { addSeconds } from "#lib/kernel/clock";
import { firstIdAt } from "#lib/kernel/ids";
import type { Action } from "#lib/policy/language/action";

/** How far back a standing approval looks, in days. */
export const basisDays = 30;
/** The most earlier approvals that a standing approval rests on. */
const mostApprovals = 200;
/** An approval that was faster after its page was served isn't considered. */
const leastSeconds = 3;

/** An approval that a standing approval can rest on. */
export interface Considered {
  approvalId: string;
  requestId: string;
  action: Action;
  statement: Uint8Array;
  at: Date;
}

interface Of {
  personId: string;
  agentId: string;
  ownerEpoch: number;
  actionType: string;
  now: Date;
}

/**
 * The approvals that a person gave an agent's requests of one type, newest first, each with a look: in
 * their own name, alone, not edited, not faster than three seconds, and of an action that didn't fail. A
 * draw is none of them, nor is what a passkey signed that was removed since, or whose grant was revoked: it may have
 * been stolen.
 */
export async function listConsidered(db: Database | Transaction, of: Of): Promise<Considered[]> {
  const rows = await db.execute<Row>(sql`
    select d.id as "approvalId", r.id as "requestId", r.action, d.statement, d.created_at as at
    from approvals d join requests r on r.id = d.request_id
    where d.person_id = ${of.personId} and ${isConsidered(of)} and r.action_type = ${of.actionType}
    order by d.id desc limit ${mostApprovals}`);
  return rows.map(({ action, at, statement, ...row }) => ({
    ...row,
    ...{ action: JSON.parse(action), at: new Date(at), statement: new Uint8Array(statement) },
  }));
}

type Row = Record<"approvalId" | "requestId" | "action" | "at", string> & { statement: Buffer };

function isConsidered({ agentId, ownerEpoch, now }: Of): SQL {
  return sql`d.decision = 'approve' and d.capacity in ('owner', 'backup', 'group') and d.batch is null
    and d.standing_approval_id is null and d.id > ${firstIdAt("apr", addSeconds(now, -basisDays * 86_400))}
    and d.shown_at <= d.created_at - make_interval(secs => ${leastSeconds})
    and r.agent_id = ${agentId} and r.owner_epoch = ${ownerEpoch} and r.state = 'approved'
    and not exists (select from void_approvals v where v.approval_id = d.id)
    and exists (select from passkeys p where p.credential_id = d.credential_id and p.person_id = d.person_id)
    and not exists (select from grants g where g.request_id = r.id and g.state = 'revoked')
    and not exists (select from request_edits e where e.request_id = r.id)
    and not exists (select from executions x where x.request_id = r.id and x.state in ('failed', 'uncertain'))`;
}

/** A standing approval is suggested after so many approvals within its bounds, on so many days. */
const suggestedFrom = { approvals: 20, days: 5 };

/** Whether approvals within the bounds of a standing approval are reason enough to suggest it. Days are in UTC. */
export function isEnough(within: readonly Considered[]): boolean {
  const days = new Set(within.map(({ at }) => at.toISOString().slice(0, 10)));
  return within.length >= suggestedFrom.approvals && days.size >= suggestedFrom.days;
}

/** A request that a person or its outcome spoke against. */
export interface Rejected {
  requestId: string;
  was: "denied" | "edited" | "failed" | "uncertain";
  at: Date;
  /** As the agent asked for it. */
  action: Action;
}

/** The agent's requests of a type in 30 days that were denied or edited, or whose action failed or is uncertain. */
export async function listRejected(
  db: Database | Transaction,
  { agentId, actionType, now }: Of,
): Promise<Rejected[]> {
  const since = firstIdAt("req", addSeconds(now, -basisDays * 86_400));
  const rows = await db.execute<Record<"requestId" | "at" | "action", string> & Pick<Rejected, "was">>(sql`
    select r.id as "requestId", r.created_at as at, coalesce(e.asked_action, r.action) as action,
      case when r.state = 'denied' then 'denied' when e.request_id is not null then 'edited' else x.state end as was
    from requests r left join request_edits e on e.request_id = r.id left join executions x on x.request_id = r.id
    where r.agent_id = ${agentId} and r.id collate "POSIX" > ${since} and r.action_type = ${actionType}
      and (r.state = 'denied' or e.request_id is not null or x.state in ('failed', 'uncertain'))`);
  return rows.map(({ action, at, ...row }) => ({ ...row, at: new Date(at), action: JSON.parse(action) }));
}
