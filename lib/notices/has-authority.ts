import { type SQL, sql } from "drizzle-orm";
import { activeAdmin } from "#lib/people/active";

/**
 * Whether the person who proposed a change still may. The signer of a standing approval needs no role: it ends with
 * their right to decide.
 * @param proposal the table `proposals` or its alias
 */
export function hasAuthority(proposal: string): SQL {
  const of = (column: string) => sql.raw(`${proposal}.${column}`);
  return sql`case when ${of("act")} = 'standing_approval.confirm'
    then exists (select from standing_approvals s where s.id = ${of("payload")} ->> 'standing' and s.ended_at is null)
    else exists (select from people b where b.id = ${of("proposed_by")} and ${activeAdmin("b")}) end`;
}
