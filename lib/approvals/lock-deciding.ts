import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { lockPeople } from "#lib/people/lock-people";
import { delegatorsOf } from "./visibility.ts";

/**
 * Locks the basis of a person's right to decide: the person, the delegators, the delegations and
 * the group memberships. A change is seen here, or comes after the decision. Called before locking
 * the request, as in the verbs that end access.
 * @param others more people to lock, as a condition on the alias `p`: one statement, because all
 * people have one order.
 */
export async function lockRightToDecide(
  tx: Database | Transaction,
  personId: string,
  now: Date,
  others: SQL = sql`false`,
): Promise<void> {
  const delegators = delegatorsOf(personId, now);
  await lockPeople(tx, sql`p.id = ${personId} or p.id in (${delegators}) or ${others}`);
  await tx.execute(sql`
    select d.id from delegations d where d.delegate_id = ${personId} and d.revoked_at is null order by d.id for share`);
  await tx.execute(sql`
    select m.person_id from group_members m where m.person_id = ${personId} or m.person_id in (${delegators})
    order by m.group_id, m.person_id for share`);
}
