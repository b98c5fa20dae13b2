import type { Logger } from "pino";
import { type RecoveredError, recoveredErrors } from "#lib/kernel/recovered-errors";

/**
 * Logs every unexpected error after which the work continued in another way.
 * @returns a function that ends this.
 */
export function watchRecoveredErrors(log: Logger): () => void {
  const record = (message: unknown) => {
    const { during, error } = message as RecoveredError;
    log.error({ code: "recovered_error", during, err: error }, `error in ${during}`);
  };
  recoveredErrors.subscribe(record);
  return () => recoveredErrors.unsubscribe(record);
}
