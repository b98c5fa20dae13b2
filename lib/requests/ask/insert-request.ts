import type { Database } from "#db/client";
import { batchPerDatabase } from "#lib/group-commit-per-database";
import { type Keeping, type Kept, keepAll, keepingColumns } from "./insert-requests.ts";

const keepTogether = batchPerDatabase(
  (db, batch: Keeping[]) => keepAll(db.$client, batch.map(keepingColumns), { mayWait: false }),
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
export async function keepRequest(db: Database, keeping: Keeping): Promise<Kept> {
  const kept = await keepTogether(db, keeping);
  if (kept.isSettled) return kept;
  const counted = keepingColumns({ ...keeping, isCounted: true });
  const [alone = kept] = await keepAll(db.$client, [counted], { mayWait: true });
  return alone;
}
