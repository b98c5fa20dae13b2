import type { Database, Transaction } from "#db/client";

/** A transaction as a verb begins one: those that a test file begins itself are not watched. */
export function inTransaction(db: Database, run: (tx: Transaction) => PromiseLike<unknown>) {
  return db.transaction(async (tx) => run(tx));
}
