import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";

/**
 * Holds the standing of several people until the caller's transaction ends: active admins first, then the others, each by id. That is the order
 * in which the verbs that end somebody's access lock people, so that none of them and this ever wait for each other.
 * @param which a condition on the alias `p`.
 */
export async function lockPeople(tx: Database | Transaction, which: SQL): Promise<void> {
  await tx.execute(sql`
    select p.id from people p where ${which}
    order by (p.status = 'active' and 'admin' = any(p.roles)) desc, p.id for share`);
}
