import type postgres from "postgres";
import { clientOf, type Database } from "#db/client";
import { mergeSoon } from "#lib/facts/merge-soon";
import { readRunningTotals } from "#lib/facts/read-running-totals";
import { type TotalledRequest, totalLocks } from "#lib/facts/read-totals";
import type { RunningTotals } from "#lib/facts/running-totals";
import type { TotalFacts } from "#lib/policy/engine/context";
import type { Total } from "#lib/policy/language/total";
import type { RequestInsert } from "./insert-batch.ts";
import { type InsertResult, insertRequests } from "./insert-requests.ts";

export interface CountedAsk {
  totals: Total[];
  of: TotalledRequest;
  /** Evaluates the ask, given the totals. May be called again with others. */
  judge: (read: TotalFacts) => RequestInsert;
}

/** The rows of an evaluated ask, and whether they were stored. */
export interface Inserted {
  result: InsertResult;
  insert: RequestInsert;
  /** The grant, if it was signed. */
  jwt?: string | undefined;
}

/** Rolls a batch back. */
export class Unsettled extends Error {
  constructor(readonly agentIds: Set<string>) {
    super("a batch has requests that have to be stored alone");
  }
}

/**
 * Stores requests that count towards totals in one transaction.
 * @param options.mayWait for one request: whether to wait for a transaction that has locked its
 * agent or key.
 * @throws {Unsettled} if some have to be stored alone, and stores nothing. A lock waited for in
 * vain is an error of the database.
 */
export async function insertCountedBatch(
  db: Database,
  asks: CountedAsk[],
  { mayWait }: { mayWait: boolean },
): Promise<Inserted[]> {
  const [first] = asks;
  if (!first) return [];
  return db
    .transaction(async (tx) => {
      const sql = clientOf(tx);
      const inserts = judgeInTurn(asks, await lockAndRead(sql, asks, { mayWait }), { mayWait });
      const results = await insertRequests(sql, inserts, { mayWait });
      const inserted = inserts.flatMap((insert, index) => {
        const result = results[index];
        return result ? [{ result, insert }] : [];
      });
      const left = mayWait ? new Set<string>() : unsettledIn(asks, inserted);
      if (left.size > 0) throw new Unsettled(left);
      return inserted;
    })
    .finally(() => mergeSoon(db, asks.length, first.of.at));
}

/** The agents that need a total locked by another transaction. */
export async function agentsOfHeldTotals(db: Database, asks: CountedAsk[]): Promise<Set<string>> {
  const held = await db.$client<{ name: string }[]>`
    select name from unnest(${namesOf(asks)}::text[]) as name
    where not pg_try_advisory_xact_lock_shared(hashtextextended(name, 0))`;
  const names = new Set(held.map(({ name }) => name));
  const needing = asks.filter(({ totals, of }) => totalLocks(totals, of).some((name) => names.has(name)));
  return new Set(needing.map(({ of }) => of.agentId));
}

/** The locks of a batch, each once, in order. */
function namesOf(asks: CountedAsk[]): string[] {
  return [...new Set(asks.flatMap(({ totals, of }) => totalLocks(totals, of)))].sort();
}

/**
 * Evaluates each ask with what earlier stored ones add; a blocked one adds nothing, and one that may be
 * drawn adds what an approved one does. An ask that can't be evaluated leaves the batch, to fail alone.
 */
function judgeInTurn(
  asks: CountedAsk[],
  running: RunningTotals,
  { mayWait }: { mayWait: boolean },
): RequestInsert[] {
  return asks.map(({ of, judge }, index) => {
    try {
      const insert = judge(running.of(index));
      const { state } = insert.request;
      const isPending = state === "pending" && (!insert.draw || insert.draw.isEnding);
      if (state !== "blocked") running.add(of, { isPending });
      return insert;
    } catch (error) {
      throw mayWait ? error : new Unsettled(new Set([of.agentId]));
    }
  });
}

/** The agents of asks neither stored nor refused, or that a later ask may have counted in vain. */
function unsettledIn(asks: CountedAsk[], inserted: Inserted[]): Set<string> {
  const scopes = asks.map(({ of: { agentId, ownerId, action } }) => [agentId, ownerId, action.resource]);
  const isCountedLater = (index: number) =>
    inserted[index]?.insert.request.state !== "blocked" &&
    scopes
      .slice(index + 1)
      .some((later) => later.some((id, n) => id !== undefined && id === scopes[index]?.[n]));
  const unsettled = asks.filter((_, index) => {
    const result = inserted[index]?.result;
    return !result?.isSettled || (!result.isInserted && isCountedLater(index));
  });
  return new Set(unsettled.map(({ of }) => of.agentId));
}

// Less than a request alone: a total held by another process delays few others.
const batchLockTimeout = "200ms";

// Sent together. The locks are acquired in the order of names, so that two transactions with the
// same locks never deadlock. The totals are read by a statement that begins when all locks are
// held.
async function lockAndRead(
  sql: postgres.ISql,
  asks: CountedAsk[],
  { mayWait }: { mayWait: boolean },
): Promise<RunningTotals> {
  const names = namesOf(asks);
  const wanted = asks.map(({ totals, of }) => ({ totals, request: of }));
  // Each is sent when executed.
  const before = [
    sql`select case when ${!mayWait} then set_config('lock_timeout', ${batchLockTimeout}, true) end`.execute(),
    sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${names}::text[]) as name`.execute(),
  ];
  const reading = readRunningTotals(sql, wanted);
  const [totals] = await Promise.all([reading, ...before, sql`set local lock_timeout to default`.execute()]);
  return totals;
}
