import { type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { activeAdmin } from "./active.ts";

/**
 * Locks people's rows: active admins first, then the others, each by ID, as in the verbs that end a
 * person's access, which prevents deadlocks.
 * @param which a condition on the alias `p`.
 */
export async function lockPeople(tx: Database | Transaction, which: SQL): Promise<void> {
  await tx.execute(sql`
    select p.id from people p where ${which}
    order by ${activeAdmin("p")} desc, p.id for share`);
}
