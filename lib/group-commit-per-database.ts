import type { Database } from "#db/client";
import { isDatabaseUnavailable, isLockTimeout } from "#db/unavailable";
import { groupCommit } from "./group-commit.ts";

/**
 * A call to the database that is made for many at a time ({@link groupCommit}), two batches under way at most. Each database has batches of its
 * own, because tests have many in a process.
 * @param run makes the call for a batch: results in the order of the items; when it fails, it has done nothing.
 */
export function groupCommitPerDatabase<I, O>(
  run: (db: Database, items: I[]) => Promise<O[]>,
  { mostTogether }: { mostTogether: number },
): (db: Database, item: I) => Promise<O> {
  const batchers = new WeakMap<Database, (item: I) => Promise<O>>();
  const options = { mostTogether, mostUnderWay: 2, isSharedName };
  return (db, item) => {
    const call = batchers.get(db) ?? groupCommit((items: I[]) => run(db, items), options);
    batchers.set(db, call);
    return call(item);
  };
}

// Batches skip rows locked by other transactions. A batch that waited in vain for a lock (the head
// of the policy, a limit) would make each of its calls wait as well, each with a connection of its
// own.
function isSharedName(error: unknown): boolean {
  return isDatabaseUnavailable(error) || isLockTimeout(error);
}
