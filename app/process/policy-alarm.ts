import type { Logger } from "pino";
import { type PolicyDifference, policyDifferences } from "#lib/policy/engine/cedar/check-by-cedar";
import { metrics } from "./metrics/metrics.ts";

/**
 * Logs and counts every difference between the predicates and Cedar. The ask's audit event has
 * `policy_fault`, and the coverage page counts its request under "Policy errors".
 * @returns stops.
 */
export function watchPolicyDifferences(log: Logger): () => void {
  const alarm = (message: unknown) => {
    const difference = message as PolicyDifference;
    metrics().policyDifferences.inc();
    log.error({ code: "policy_difference", ...difference }, "the predicates and Cedar differ");
  };
  policyDifferences.subscribe(alarm);
  return () => policyDifferences.unsubscribe(alarm);
}
