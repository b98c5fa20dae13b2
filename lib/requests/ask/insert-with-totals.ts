import type postgres from "postgres";
import { clientOf, type Database } from "#db/client";
import { readTotals, type TotalledRequest, totalLocks } from "#lib/facts/read-totals";
import { fairQueue } from "#lib/fair-queue";
import type { Facts } from "#lib/policy/engine/context";
import type { Total } from "#lib/policy/language/total";
import { type InsertResult, insertColumns, insertRequests, type RequestInsert } from "./insert-requests.ts";

// One queue for each database, because tests have many in a process. A caller that waits for
// another's total holds a connection, so the number of such callers must be limited: the remaining
// connections are for asks that count towards no total. An agent that asks endlessly delays only
// its own asks.
const turns = new WeakMap<Database, ReturnType<typeof fairQueue>>();
const mostUnderWay = 4;

/**
 * Stores a request that counts towards totals which decide on it. Requests are stored one after the
 * other: each sees all that were stored before, and is stored before the next one looks, so that
 * many concurrent requests, each of which fits, do not pass a threshold together.
 * @param judge judges the ask, given the totals.
 */
export async function insertWithTotals(
  db: Database,
  {
    totals,
    of,
    judge,
  }: { totals: Total[]; of: TotalledRequest; judge: (totals: Facts["totals"]) => RequestInsert },
): Promise<{ kept: InsertResult; insert: RequestInsert }> {
  const inTurn = turns.get(db) ?? fairQueue(mostUnderWay);
  turns.set(db, inTurn);
  return inTurn(of.agentId, () =>
    db.transaction(async (tx) => {
      const sql = clientOf(tx);
      await lock(sql, totalLocks(totals, of));
      const insert = judge(await readTotals(sql, totals, of));
      const [kept] = await insertRequests(sql, [insertColumns(insert)], { mayWait: true });
      if (!kept) throw new Error("nothing was said of the request");
      return { kept, insert };
    }),
  );
}

// Held until the transaction ends. In the order of their names, so that two transactions that need
// the same locks never deadlock.
async function lock(sql: postgres.ISql, names: string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${names}::text[]) as name`;
}
