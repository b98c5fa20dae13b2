import { sql } from "drizzle-orm";
import { clientOf, type Database } from "#db/client";
import { capacitiesOf } from "#lib/approvals/capacities";
import { loadEligibleApproversOf } from "#lib/approvals/eligible-approvers";
import { visibleTo } from "#lib/approvals/visibility";
import { activeApprover } from "#lib/people/active";

/** The most that is counted: a page shows "99+" from here on. */
const mostCounted = 100;

/**
 * How many pending requests a person may decide at this moment, up to {@link mostCounted}. The rows
 * are those that lib/approvals/find-decidable.ts does not refuse; capacities.ts has the last word.
 */
export async function countDecidable(db: Database, personId: string, now: Date): Promise<number> {
  const rows = await db.execute<{ id: string }>(sql`
    select r.id from requests r
      join agents a on a.id = r.agent_id
      join people o on o.id = a.owner_id
      join people p on p.id = ${personId}
    where r.state = 'pending' and r.closed_at is null and r.expires_at > ${now.toISOString()}
      and a.status = 'active' and a.owner_epoch = r.owner_epoch
      and ${activeApprover("o")} and ${activeApprover("p")} and ${visibleTo(personId, now)}
      and not exists (select from approvals d where d.request_id = r.id and d.person_id = p.id
        and not exists (select from void_approvals v where v.approval_id = d.id))
    order by r.expires_at, r.id limit ${mostCounted}`);
  if (rows.length === 0) return 0;
  const eligible = await loadEligibleApproversOf(
    clientOf(db),
    rows.map(({ id }) => ({ requestId: id, now })),
  );
  return eligible.filter((each) => capacitiesOf(each, personId, now).length > 0).length;
}
