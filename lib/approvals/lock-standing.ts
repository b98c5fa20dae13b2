import { sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { lockPeople } from "#lib/directory/lock-people";
import { awayWith } from "./concerned.ts";

/**
 * Holds all that a person's say rests on until the deciding transaction ends: they and those who are away with them as delegate, the delegations, the
 * memberships. A change of any of it either is seen here, or comes after the decision. Before the request, in the order in which whoever ends
 * somebody's access takes them.
 */
export async function lockStanding(tx: Database | Transaction, personId: string, now: Date): Promise<void> {
  const away = awayWith(personId, now);
  await lockPeople(tx, sql`p.id = ${personId} or p.id in (${away})`);
  await tx.execute(sql`
    select d.id from delegations d where d.delegate_id = ${personId} and d.revoked_at is null order by d.id for share`);
  await tx.execute(sql`
    select m.person_id from group_members m where m.person_id = ${personId} or m.person_id in (${away})
    order by m.group_id, m.person_id for share`);
}
