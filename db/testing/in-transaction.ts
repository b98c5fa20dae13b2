import type { Database, Transaction } from "#db/client";

/**
 * Opens a transaction as a verb does: transactions that a test file begins directly are not
 * watched.
 */
export function inTransaction(db: Database, run: (tx: Transaction) => PromiseLike<unknown>) {
  return db.transaction(async (tx) => run(tx));
}
