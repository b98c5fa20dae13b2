import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { activeAdmin } from "./active.ts";

/**
 * Locks the rows of several people until the caller's transaction ends: active admins first, then
 * the others, each by ID. The verbs that end a person's access use the same order, which prevents
 * deadlocks.
 * @param which a condition on the alias `p`.
 */
export async function lockPeople(tx: Database | Transaction, which: SQL): Promise<void> {
  await tx.execute(sql`
    select p.id from people p where ${which}
    order by ${activeAdmin("p")} desc, p.id for share`);
}
