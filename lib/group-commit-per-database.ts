import type { Database } from "#db/client";
import { isDatabaseUnavailable, isLockTimeout } from "#db/unavailable";
import { groupCommit } from "./group-commit.ts";

// A statement costs PostgreSQL as much as seven of its rows before the first row, so a batch waits
// for the one before. 50 ms is longer than a batch takes, unless the disk is slow or a row is locked.
const patienceMilliseconds = 50;

/**
 * A database call for many items at a time ({@link groupCommit}), with two running batches at most.
 * Batches are per database, because tests have many databases in a process.
 * @param run makes the call for a batch: results in the order of the items; a failed call has
 * changed nothing.
 */
export function groupCommitPerDatabase<I, O>(
  run: (db: Database, items: I[]) => Promise<O[]>,
  { mostTogether }: { mostTogether: number },
): (db: Database, item: I) => Promise<O> {
  const batchers = new WeakMap<Database, (item: I) => Promise<O>>();
  const options = { mostTogether, mostUnderWay: 2, patienceMilliseconds, isSharedName };
  return (db, item) => {
    const call = batchers.get(db) ?? groupCommit((items: I[]) => run(db, items), options);
    batchers.set(db, call);
    return call(item);
  };
}

// Batches skip rows locked by other transactions. After a batch waited in vain for a lock (the head
// of the policy, a limit), separate calls would all wait too, each with its own connection.
function isSharedName(error: unknown): boolean {
  return isDatabaseUnavailable(error) || isLockTimeout(error);
}
