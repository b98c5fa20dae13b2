import { sql } from "drizzle-orm";
import { clientOf, type Database } from "#db/client";
import { capacitiesOf } from "#lib/approvals/capacities";
import { loadEligibleApproversOf } from "#lib/approvals/eligible-approvers";
import { decidableRows } from "#lib/approvals/visibility";

/** The most that is counted: a page shows "99+" from here on. */
const mostCounted = 100;

/** How many pending requests a person may decide at this moment, up to {@link mostCounted}. */
export async function countDecidable(db: Database, personId: string, now: Date): Promise<number> {
  const rows = await db.execute<{ id: string }>(sql`
    select r.id ${decidableRows(personId, now)}
    order by r.expires_at, r.id limit ${mostCounted}`);
  if (rows.length === 0) return 0;
  const eligible = await loadEligibleApproversOf(
    clientOf(db),
    rows.map(({ id }) => ({ requestId: id, now })),
  );
  return eligible.filter((each) => capacitiesOf(each, personId, now).length > 0).length;
}
