import type { Database } from "#db/client";
import { isDatabaseUnavailable, isLockTimeout } from "#db/unavailable";
import { type BatchOptions, groupCommit } from "./group-commit.ts";

/** The bounds of statements that write. */
export const writeBounds = {
  /**
   * How long one holds back the next ({@link groupCommit}): its fixed cost is that of nine rows
   * (docs/performance.md). Short enough that a slow disk or a locked row hardly delays other callers.
   */
  patienceMilliseconds: 20,
  /** More than a short stall of the database brings together, and bounded for a long one. */
  mostWaiting: 10_000,
};

/** {@link groupCommit} for each database: tests have many. A failed `run` has changed nothing. */
export function groupCommitPerDatabase<I, O>(
  run: (db: Database, items: I[]) => Promise<O[]>,
  {
    patienceMilliseconds = 0,
    ...bounds
  }: Pick<BatchOptions<I>, "mostTogether" | "mostWaiting" | "size"> & { patienceMilliseconds?: number },
): (db: Database, item: I) => Promise<O> {
  const batchers = new WeakMap<Database, (item: I) => Promise<O>>();
  const options = { ...bounds, mostUnderWay: 2, patienceMilliseconds, isSharedName };
  return (db, item) => {
    const call = batchers.get(db) ?? groupCommit((items: I[]) => run(db, items), options);
    batchers.set(db, call);
    return call(item);
  };
}

// Batches skip locked rows. After a batch waited in vain for a lock, such as the head of the
// policy, separate calls would all wait too, each with its own connection.
function isSharedName(error: unknown): boolean {
  return isDatabaseUnavailable(error) || isLockTimeout(error);
}
