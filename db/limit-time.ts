import type { TransactionSql } from "postgres";

/**
 * Calls queue behind a migration that waits for a lock, and then behind the one that holds it. Shorter
 * than PostgreSQL's deadlock_timeout, so that a deadlock ends the migration and never an ask.
 */
const lockMilliseconds = 300;
const statementMilliseconds = 700;
/** From the first statement to the last: no call waits longer for a migration. */
const transactionMilliseconds = 900;
/** Ends what the limits of statements don't: a pause between them, or a text with several. */
const backstopMilliseconds = 950;

/** For a connection whose transactions others write. */
export const statementLimits = {
  lock_timeout: lockMilliseconds,
  statement_timeout: statementMilliseconds,
  idle_in_transaction_session_timeout: transactionMilliseconds,
};

/** Runs a statement in what is left of the transaction's time. */
export type Run = <Row extends object>(statement: string, values?: (string | number)[]) => Promise<Row[]>;

/** Limits what a transaction waits, and how long calls wait for it. Its statements belong into the result. */
export async function limitTime(tx: TransactionSql): Promise<Run> {
  const began = performance.now();
  // PostgreSQL has transaction_timeout since version 17.
  await tx`
    select set_config('lock_timeout', ${lockMilliseconds}::text, true),
      set_config('idle_in_transaction_session_timeout', ${transactionMilliseconds}::text, true),
      case when current_setting('server_version_num')::int >= 170000
        then set_config('transaction_timeout', ${backstopMilliseconds}::text, true) end`;
  return async <Row extends object>(statement: string, values: (string | number)[] = []) => {
    const left = Math.floor(began + transactionMilliseconds - performance.now());
    // Zero would be no limit.
    const milliseconds = Math.max(1, Math.min(statementMilliseconds, left));
    await tx`select set_config('statement_timeout', ${milliseconds}::text, true)`;
    return tx.unsafe<(Row & Iterable<Row>)[]>(statement, values);
  };
}
