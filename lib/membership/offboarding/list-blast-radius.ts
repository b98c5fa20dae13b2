import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { PersonStatus } from "#db/schema/directory";
import { activeApprover } from "#lib/people/active";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { realAgent } from "#lib/test-agents/conditions";
import { isOpenAmongAll } from "#lib/voiding/open-grant";

/** How much would stop if a person left today. */
export interface BlastRadius {
  id: string;
  name: string;
  status: PersonStatus;
  /** The person's agents that are not revoked. */
  agents: number;
  pendingRequests: number;
  openGrants: number;
  groups: number;
  /** Groups left without a deciding member. */
  lastIn: number;
  backedUp: number;
}

/** The most people listed, those with the largest blast radius first. */
const most = 200;

/**
 * Every current person: by agents, then pending requests and grants, then groups left without a
 * deciding member. For admins and auditors, else `not_found`.
 */
export async function listBlastRadius(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<{ people: BlastRadius[]; more: number }> {
  requireRole(viewer, "admin", "auditor");
  const rows = await db.execute<BlastRadius & { total: number } & Record<string, unknown>>(sql`
    with owned as (select owner_id, count(*)::int as n from agents a where status <> 'revoked' and ${realAgent("a")} group by owner_id),
    waiting as (select a.owner_id, count(*)::int as n from requests r join agents a on a.id = r.agent_id
      where r.state = 'pending' and a.status <> 'revoked' and ${realAgent("a")} group by a.owner_id),
    granted as (select a.owner_id, count(*)::int as n from grants g join agents a on a.id = g.agent_id
      where ${isOpenAmongAll("g", now)} and a.status <> 'revoked' group by a.owner_id),
    able as (select m.group_id, count(*)::int as n, min(m.person_id) as only_one from group_members m join people p on p.id = m.person_id
      where ${activeApprover("p")} group by m.group_id),
    joined as (select m.person_id, count(*)::int as n, (count(*) filter (where able.n = 1 and able.only_one = m.person_id))::int as last_in
      from group_members m left join able on able.group_id = m.group_id group by m.person_id),
    backing as (select b.person_id, count(*)::int as n from agent_backups b join agents a on a.id = b.agent_id
      where a.status <> 'revoked' group by b.person_id)
    select p.id, p.name, p.status, coalesce(owned.n, 0) as agents, coalesce(waiting.n, 0) as "pendingRequests",
      coalesce(granted.n, 0) as "openGrants", coalesce(joined.n, 0) as groups, coalesce(joined.last_in, 0) as "lastIn",
      coalesce(backing.n, 0) as "backedUp", (count(*) over ())::int as total
    from people p left join owned on owned.owner_id = p.id left join waiting on waiting.owner_id = p.id
      left join granted on granted.owner_id = p.id left join joined on joined.person_id = p.id left join backing on backing.person_id = p.id
    where p.status <> 'left'
    order by agents desc, "pendingRequests" desc, "openGrants" desc, "lastIn" desc, groups desc, "backedUp" desc, p.name, p.id
    limit ${most}`);
  return {
    people: rows.map(({ total: _, ...person }) => person),
    more: Math.max(0, (rows[0]?.total ?? 0) - rows.length),
  };
}
