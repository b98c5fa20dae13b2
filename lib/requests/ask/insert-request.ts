import type { Database } from "#db/client";
import { groupCommitPerDatabase } from "#lib/group-commit-per-database";
import { type InsertResult, insertColumns, insertRequests, type RequestInsert } from "./insert-requests.ts";

const insertTogether = groupCommitPerDatabase(
  (db, batch: RequestInsert[]) => insertRequests(db.$client, batch.map(insertColumns), { mayWait: false }),
  { mostTogether: 48 },
);

/**
 * Writes a new request with everything that belongs to it, unless its webhook-id is known, the
 * agent lost its authority, the request was judged by another policy version than the live one, the
 * agent asks too often, or too many of its requests are pending (concurrent asks may exceed that
 * limit by their number).
 *
 * Concurrent requests are written by one statement and committed together. A request that would
 * have to wait for a transaction that changes its agent or key is removed from its batch and waits
 * alone, so that it delays no other agent.
 */
export async function insertRequest(db: Database, insert: RequestInsert): Promise<InsertResult> {
  const kept = await insertTogether(db, insert);
  if (kept.isSettled) return kept;
  const counted = insertColumns({ ...insert, isCounted: true });
  const [alone = kept] = await insertRequests(db.$client, [counted], { mayWait: true });
  return alone;
}
