import { and, inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { executePrepared } from "#db/prepared";
import { notices } from "#db/schema/notices";
import { freezerText } from "#lib/callers/freeze";
import { noticeKinds } from "#lib/notices/notice-kinds";
import type { NoticeView } from "#lib/notices/notice-view";
import { activeApprover, adminOfAnyStatus } from "#lib/people/active";
import { effectiveAt, isAwaited } from "#lib/people/delegation-in-effect";
import { realAgent } from "#lib/test-agents/conditions";

/** The most notices in the list; the rest follow as these are dismissed. */
const most = 20;

// Offers declined together end together. Only admins hear of other people's orphaned agents.
const declinedOf = sql`(select count(*)::int from ownership_offers d join agents da on da.id = d.agent_id
  where d.to_person_id = o.to_person_id and d.state = 'declined' and d.closed_at = o.closed_at and da.status = 'quarantined'
    and (d.offered_by = n.person_id or exists (select from people r where r.id = n.person_id and ${adminOfAnyStatus("r")})))`;

const orphaned = sql`(select count(*)::int from agents qa join people qp on qp.id = qa.owner_id
  where qa.status = 'quarantined' and ${realAgent("qa")} and not ${activeApprover("qp")})`;

// Only for the few notices with these words.
const orphanedOf = sql`case n.kind when 'agent_orphaned' then ${orphaned} else ${declinedOf} end`;
const minutesOf = sql`case when n.kind = 'agent_flooding' then (select flood_minutes from workspace) end`;

// Of this hold: another one may have taken its place since.
const heldByOf = sql`case when n.kind = 'agent_held' then (select e.actor_id from audit_events e where e.agent_id = n.agent_id
  and e.request_id is null and e.type = 'agent.held' and e.at = n.created_at order by e.id desc limit 1) end`;
// The job that holds flooding agents (lib/notifications/planning/hold-flooding.ts).
const jobOf = sql`case when ${heldByOf} = 'flood' then 'Countersign' end`;
const freezer = sql.raw(
  `case n.kind when 'agents_frozen' then (select ${freezerText} from policy_head h) end`,
);

const delegationOf = sql`case when v.id is not null then jsonb_build_object(
  'delegate', (select dp.name from people dp where dp.id = v.delegate_id), 'isToRecipient', v.delegate_id = n.person_id,
  'isNamedByPerson', v.created_by = v.person_id, 'isConfirmed', v.confirmed_at is not null,
  'effectiveAt', ${sql.raw(effectiveAt("v"))},
  'timeZone', coalesce((select np.time_zone from notification_preferences np where np.person_id = n.person_id), 'UTC')) end`;

// Its end and the notice have one time.
const standingOf = sql`case when n.kind = 'standing_approval_ended' then (
  select jsonb_build_object('reason', s.end_reason, 'type', s.action_type, 'requestId', b.request_id)
  from standing_approvals s join approvals b on b.id = s.approval_id
  where s.person_id = n.person_id and s.agent_id = n.agent_id and s.ended_at = n.created_at order by s.id limit 1) end`;

/** A person's unseen, valid notices, newest first, with their number. */
export async function listNotices(
  db: Database,
  { personId, now }: { personId: string; now: Date },
): Promise<{ notices: NoticeView[]; count: number }> {
  const rows = await readNotices(
    db,
    now,
    sql`count(*) over ()::int`,
    sql`n.person_id = ${personId} and n.seen_at is null and ${stillTrue(now)} order by n.created_at desc, n.id desc limit ${most}`,
  );
  return { notices: rows.map(({ count: _, ...notice }) => notice), count: rows[0]?.count ?? 0 };
}

/** Unseen notices of any people that still apply. */
export async function findUnseen(
  db: Database | Transaction,
  { noticeIds, now }: { noticeIds: string[]; now: Date },
): Promise<NoticeView[]> {
  if (noticeIds.length === 0) return [];
  return readNotices(
    db,
    now,
    sql`0`,
    sql`n.id = any(${sql.param(noticeIds)}::text[]) and n.seen_at is null and ${stillTrue(now)}`,
  );
}

/** Those of these notices about a flood that exceeded a person's budget, and not the workspace's limit. */
export async function listOverBudget(
  tx: Transaction,
  events: { noticeId: string | null }[],
): Promise<ReadonlySet<string>> {
  const ids = events.flatMap(({ noticeId }) => noticeId ?? []);
  if (ids.length === 0) return new Set();
  const isOver = and(inArray(notices.id, ids), isNotNull(notices.budget));
  const rows = await tx.select({ id: notices.id }).from(notices).where(isOver);
  return new Set(rows.map(({ id }) => id));
}

async function readNotices(
  db: Database | Transaction,
  now: Date,
  count: SQL,
  condition: SQL,
): Promise<(NoticeView & { count: number })[]> {
  // Read with every page; planning these joins takes longest.
  const rows = await executePrepared<NoticeRow & { count: number }>(
    db,
    sql`
    select n.id, n.person_id as "personId", n.kind, n.request_id as "requestId", coalesce(p.name, ${freezer}, ${jobOf}) as by, a.name as agent, a.id as "agentId",
      o.decline_reason as reason, n.more, n.budget, case when n.kind = 'agent_held' and p.id is null then a.own_reason end as "ownReason", ${orphanedOf} as orphaned, ${minutesOf} as minutes, w.name as person, w.id as "aboutId",
      coalesce(a.owner_id = n.person_id, false) as "isOwner", coalesce(w.id = n.person_id, false) as "isOwn", e.purpose, e.old_passkeys as "oldPasskeys",
      ${delegationOf} as delegation, ${standingOf} as standing, d.id as "deviceId", d.device_name as device, n.created_at as at, ${count} as count
    from notices n
      left join break_glass_reviews g on g.request_id = n.request_id
      left join ownership_offers o on o.id = n.offer_id
      left join proposals c0 on c0.id = n.proposal_id
      left join enrollments e on e.id = n.enrollment_id
      left join delegations v on v.id = n.delegation_id
      left join people w on w.id = coalesce(e.person_id, v.person_id)
      left join approvals u on u.request_id = n.request_id and u.decision = 'deny' and n.kind = 'unexpected_request'
      left join people p on p.id = coalesce(g.used_by, o.to_person_id, c0.proposed_by, e.created_by, ${heldByOf}, u.person_id, v.created_by)
      left join push_subscriptions d on d.id = n.push_subscription_id
      left join requests r on r.id = n.request_id
      left join agents a on a.id = coalesce(n.agent_id, r.agent_id, o.agent_id)
    where ${condition}`,
  );
  return rows.map((row) => ({
    ...{ ...row, at: new Date(row.at) },
    delegation: row.delegation && delegationView(row.delegation, now),
  }));
}

type Delegation = NonNullable<NoticeView["delegation"]>;
type DelegationRow = Omit<Delegation, "isAwaited" | "effectiveAt"> & { effectiveAt: string | null };
type NoticeRow = Omit<NoticeView, "at" | "delegation"> & { at: string; delegation: DelegationRow | null };

function delegationView(row: DelegationRow, now: Date): Delegation {
  const effective = { ...row, effectiveAt: row.effectiveAt === null ? null : new Date(row.effectiveAt) };
  return { ...effective, isAwaited: isAwaited(effective, now) };
}

function stillTrue(now: Date): SQL {
  const conditions = Object.entries(noticeKinds).flatMap(([kind, { stillTrue: applies }]) =>
    applies ? [sql`(n.kind <> ${kind} or ${applies(now)})`] : [],
  );
  return sql.join(conditions, sql` and `);
}
