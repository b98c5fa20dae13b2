import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { NoticeKind } from "#db/schema/notices";
import { activeAdmin, adminOfAnyStatus } from "#lib/people/active";
import { lastingCredentials } from "#lib/people/responsible-admin";

/** A notice that a person has not seen yet. */
export interface NoticeView {
  id: string;
  kind: NoticeKind;
  requestId: string | null;
  /**
   * For a proposed change: the proposer. For a break-glass approval: the approver, and the agent.
   * For a declined offer: the person who declined, and the agent.
   */
  by: string | null;
  agent: string | null;
  agentId: string | null;
  /**
   * The declining person's reason; the number of other agents declined in the same act; the number
   * of these agents now orphaned.
   */
  reason: string | null;
  more: number;
  orphaned: number;
  /**
   * For a link or a passkey from a link: the account, the purpose, and what happened to the earlier
   * passkeys.
   */
  person: string | null;
  aboutId: string | null;
  isOwn: boolean;
  purpose: "invitation" | "recovery" | null;
  oldPasskeys: "keep" | "remove" | null;
  at: Date;
}

/** The most notices on a page, newest first; the rest follow as these are seen. */
const most = 5;

// Offers declined together have the same end as the notice. Only admins are notified of other
// people's orphaned agents.
const orphanedOf = sql`(select count(*)::int from ownership_offers d join agents da on da.id = d.agent_id
  where d.to_person_id = o.to_person_id and d.state = 'declined' and d.closed_at = o.closed_at and da.status = 'quarantined'
    and (d.offered_by = n.person_id or exists (select from people r where r.id = n.person_id and ${adminOfAnyStatus("r")})))`;

/** A person's unseen notices that still apply, newest first, and their number. */
export async function listNotices(
  db: Database,
  { personId, now }: { personId: string; now: Date },
): Promise<{ notices: NoticeView[]; count: number }> {
  const rows = await db.execute<Omit<NoticeView, "at"> & { at: string; count: number }>(sql`
    select n.id, n.kind, n.request_id as "requestId", p.name as by, a.name as agent, a.id as "agentId",
      o.decline_reason as reason, n.more, ${orphanedOf} as orphaned, w.name as person, w.id as "aboutId",
      coalesce(w.id = n.person_id, false) as "isOwn", e.purpose, e.old_passkeys as "oldPasskeys", n.created_at as at, count(*) over ()::int as count
    from notices n
      left join break_glass_reviews g on g.request_id = n.request_id
      left join ownership_offers o on o.id = n.offer_id
      left join proposals c0 on c0.id = n.proposal_id
      left join enrolments e on e.id = n.enrolment_id
      left join people w on w.id = e.person_id
      left join people p on p.id = coalesce(g.used_by, o.to_person_id, c0.proposed_by, e.created_by)
      left join requests r on r.id = n.request_id
      left join agents a on a.id = coalesce(r.agent_id, o.agent_id)
    where n.person_id = ${personId} and n.seen_at is null
      and (n.kind not in ('publication_proposed', 'change_proposed')
        or exists (select from proposals c join people b on b.id = c.proposed_by
          where c.id = n.proposal_id and c.state = 'open' and c.expires_at > ${now.toISOString()}::timestamptz
            and ${activeAdmin("b")}))
      and (n.kind not in ('scim_token_unanswered', 'transmitter_unanswered')
        or exists (select from ${lastingCredentials(now)} t where t.kind || '_unanswered' = n.kind and not t.has_responsible_admin))
    order by n.created_at desc, n.id desc limit ${most}`);
  return {
    notices: rows.map(({ count: _, at, ...notice }) => ({ ...notice, at: new Date(at) })),
    count: rows[0]?.count ?? 0,
  };
}
