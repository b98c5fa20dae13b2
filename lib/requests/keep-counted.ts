import type postgres from "postgres";
import { clientOf, type Database } from "#db/client";
import type { Facts } from "#lib/policy/context";
import type { Total } from "#lib/policy/total";
import { takeTurns } from "#lib/take-turns";
import { type Keeping, keepingColumns } from "./keep-request.ts";
import { type Kept, keepAll } from "./keep-statement.ts";
import { readTotals, type TotalledRequest, totalLocks } from "./read-totals.ts";

// One for each database, because tests have many in a process. Whoever waits for somebody else's total holds a connection, so there must be
// an end to how many do: the others are for everybody whose asks count towards nothing. And an agent that asks without end waits for itself alone.
const turns = new WeakMap<Database, ReturnType<typeof takeTurns>>();
const mostUnderWay = 4;

/**
 * Keeps a request that counts towards totals which decide on it. One after the other: each sees all that was kept before, and is kept before the next one
 * looks, so that many at once, each of which fits, do not slip under a threshold together.
 * @param judge judges the ask, given the totals.
 */
export async function keepCounted(
  db: Database,
  {
    totals,
    of,
    judge,
  }: { totals: Total[]; of: TotalledRequest; judge: (totals: Facts["totals"]) => Keeping },
): Promise<{ kept: Kept; keeping: Keeping }> {
  const inTurn = turns.get(db) ?? takeTurns(mostUnderWay);
  turns.set(db, inTurn);
  return inTurn(of.agentId, () =>
    db.transaction(async (tx) => {
      const sql = clientOf(tx);
      await lock(sql, totalLocks(totals, of));
      const keeping = judge(await readTotals(sql, totals, of));
      const [kept] = await keepAll(sql, [keepingColumns(keeping)], { mayWait: true });
      if (!kept) throw new Error("nothing was said of the request");
      return { kept, keeping };
    }),
  );
}

// Held until the transaction ends. In the order of their names, so that two who need the same ones never wait for each other.
async function lock(sql: postgres.ISql, names: string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${names}::text[]) as name`;
}
