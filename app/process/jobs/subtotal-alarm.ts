import type { Logger } from "pino";
import { type SubtotalDifferences, subtotalDifferences } from "#lib/facts/check-subtotals";
import { metrics } from "../../runtime/metrics.ts";

/**
 * Logs and counts every nightly check in which the subtotals and the requests differ.
 * @returns a function that ends this.
 */
export function watchSubtotalDifferences(log: Logger): () => void {
  const alarm = (message: unknown) => {
    metrics().subtotalDifferences.inc();
    const counts = message as SubtotalDifferences;
    log.error({ code: "subtotal_difference", ...counts }, "subtotals and requests differ, rebuilding");
  };
  subtotalDifferences.subscribe(alarm);
  return () => subtotalDifferences.unsubscribe(alarm);
}
