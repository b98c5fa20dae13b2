import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { lockPeople } from "#lib/people/lock-people";
import { delegatorsOf } from "./visibility.ts";

/**
 * Locks the basis of a person's right to decide until the deciding transaction ends: the person,
 * their delegators, the delegations and the group memberships. A change to these rows either is
 * seen here, or comes after the decision. Called before locking the request, in the order of the
 * verbs that end a person's access.
 * @param others people that the transaction concerns as well: a condition on the alias `p`. They are
 * locked in the same statement, because all people have one order.
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
