import type { Database } from "#db/client";
import { isDatabaseUnavailable, isLockTimeout } from "#db/unavailable";
import { groupCommit } from "./group-commit.ts";

/**
 * How long a statement that writes holds back the next one ({@link groupCommit}). Before its first row
 * it costs PostgreSQL as much as nine rows (docs/performance.md). Longer than it usually takes, and
 * so short that a slow disk or a locked row hardly delays other callers.
 */
export const writePatienceMilliseconds = 20;

/**
 * A database call for many items at a time ({@link groupCommit}), with two running batches at most.
 * Batches are per database, because tests have many databases in a process.
 * @param run makes the call for a batch: results in the order of the items; a failed call has
 * changed nothing.
 */
export function groupCommitPerDatabase<I, O>(
  run: (db: Database, items: I[]) => Promise<O[]>,
  { mostTogether, patienceMilliseconds = 0 }: { mostTogether: number; patienceMilliseconds?: number },
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
