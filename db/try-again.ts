import type { Database, Transaction } from "./client.ts";
import { isDatabaseBusy } from "./unavailable.ts";

const attempts = 3;

/**
 * Retries a transaction, twice at most, when others held its locks too long: nothing was changed.
 * For changes that must not depend on a second submission, such as removing a leaver's access.
 */
export async function tryAgainWhenBusy<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (thrown) {
      if (attempt === attempts || !isDatabaseBusy(thrown)) throw thrown;
    }
  }
}

/** Runs a transaction for its result, rolls back, and so tells what a commit would do. Holds locks. */
export async function dryRun<T>(db: Database, run: (tx: Transaction) => Promise<T>): Promise<T> {
  const finished = new Finished<T>();
  try {
    await db.transaction(async (tx) => {
      finished.result = { value: await run(tx) };
      throw finished;
    });
  } catch (thrown) {
    if (thrown !== finished || !finished.result) throw thrown;
  }
  if (!finished.result) throw new Error("the transaction committed");
  return finished.result.value;
}

class Finished<T> extends Error {
  result: { value: T } | undefined;
}
