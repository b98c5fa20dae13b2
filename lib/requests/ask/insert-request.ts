import type { Database } from "#db/client";
import { groupCommitPerDatabase, writePatienceMilliseconds } from "#lib/batching/group-commit-per-database";
import type { RequestInsert } from "./insert-batch.ts";
import { type InsertResult, insertRequests } from "./insert-requests.ts";

const insertTogether = groupCommitPerDatabase(
  (db, batch: RequestInsert[]) => insertRequests(db.$client, batch, { mayWait: false }),
  { mostTogether: 128, patienceMilliseconds: writePatienceMilliseconds },
);

/**
 * Inserts a new request with its related rows, unless its webhook-id is known, the agent lost its
 * authority, another policy version evaluated the request, the agent asks too often, or too many of
 * its requests are pending (concurrent asks may exceed the limit by their number).
 *
 * One statement inserts concurrent requests. A request that would wait for a change to its agent or
 * key leaves its batch and waits alone, to delay no other agent.
 */
export async function insertRequest(db: Database, insert: RequestInsert): Promise<InsertResult> {
  const result = await insertTogether(db, insert);
  if (result.isSettled) return result;
  const counted = { ...insert, withRequest: { ...insert.withRequest, isCounted: true } };
  const [retried = result] = await insertRequests(db.$client, [counted], { mayWait: true });
  // The first statement counted the ask.
  return { ...retried, uses: result.uses };
}
