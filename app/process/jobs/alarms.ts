import type { Channel } from "node:diagnostics_channel";
import type { Logger } from "pino";
import { type SubtotalDifferences, subtotalDifferences } from "#lib/facts/check-subtotals";
import { type RecoveredError, recoveredErrors } from "#lib/kernel/recovered-errors";
import { type PolicyDifference, policyDifferences } from "#lib/policy/engine/cedar/check-by-cedar";
import { metrics } from "../../runtime/metrics.ts";

/**
 * Logs, and counts as metrics: every evaluation in which the predicates and Cedar differ or that
 * Cedar could not check (asks, redemptions, approvals, previews and publications; an ask's audit
 * event also has `policy_fault`), every nightly check in which subtotals and requests differ, and
 * every unexpected error after which the work continued in another way.
 * @returns a function that ends this.
 */
export function watchAlarms(log: Logger): () => void {
  const ends = [
    watch(policyDifferences, (difference: PolicyDifference) => {
      metrics().policyDifferences.inc();
      log.error(
        { code: "policy_difference", ...difference },
        difference.cedar ? "the predicates and Cedar differ" : "Cedar could not check an evaluation",
      );
    }),
    watch(subtotalDifferences, (counts: SubtotalDifferences) => {
      metrics().subtotalDifferences.inc();
      log.error({ code: "subtotal_difference", ...counts }, "subtotals and requests differ, rebuilding");
    }),
    watch(recoveredErrors, ({ during, error }: RecoveredError) => {
      log.error({ code: "recovered_error", during, err: error }, `error in ${during}`);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function watch<Message>(channel: Channel, alarm: (message: Message) => void): () => void {
  const listener = (message: unknown) => alarm(message as Message);
  channel.subscribe(listener);
  return () => channel.unsubscribe(listener);
}
