import type postgres from "postgres";
import { clientOf, type Database } from "#db/client";
import { readTotals, type TotalledRequest, totalLocks } from "#lib/facts/read-totals";
import { fairQueue } from "#lib/fair-queue";
import type { Facts } from "#lib/policy/engine/context";
import type { Total } from "#lib/policy/language/total";
import { insertColumns, type RequestInsert } from "./insert-columns.ts";
import { type InsertResult, insertRequests } from "./insert-requests.ts";

// A queue for each database, because tests have many databases in a process. A caller waiting for
// another's total uses a connection, so the number of waiting callers must be limited: the
// remaining connections are for asks without totals. An agent that asks endlessly delays only its
// own asks.
const turns = new WeakMap<Database, ReturnType<typeof fairQueue>>();
const mostUnderWay = 4;

/**
 * Stores a request that counts towards its own deciding totals. Requests are stored one after the
 * other: each sees all earlier requests, and is stored before the next one looks, so that
 * concurrent requests, each within a threshold, do not exceed it together.
 * @param judge evaluates the ask, given the totals.
 */
export async function insertWithTotals(
  db: Database,
  {
    totals,
    of,
    judge,
  }: { totals: Total[]; of: TotalledRequest; judge: (totals: Facts["totals"]) => RequestInsert },
): Promise<{ result: InsertResult; insert: RequestInsert }> {
  const inTurn = turns.get(db) ?? fairQueue(mostUnderWay);
  turns.set(db, inTurn);
  return inTurn(of.agentId, () =>
    db.transaction(async (tx) => {
      const sql = clientOf(tx);
      await lock(sql, totalLocks(totals, of));
      const insert = judge(await readTotals(sql, totals, of));
      const [result] = await insertRequests(sql, [insertColumns(insert)], { mayWait: true });
      if (!result) throw new Error("the statement returned no row for the request");
      return { result, insert };
    }),
  );
}

// Held until the transaction ends. In the order of names, so that two transactions with the same
// locks never deadlock.
async function lock(sql: postgres.ISql, names: string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${names}::text[]) as name`;
}
