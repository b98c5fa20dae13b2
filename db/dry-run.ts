import type { Database, Transaction } from "./client.ts";

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
