import type { Logger } from "pino";
import { type PolicyDifference, policyDifferences } from "#lib/policy/engine/cedar/check-by-cedar";
import { metrics } from "../runtime/metrics.ts";

/**
 * Logs and counts every evaluation in which the predicates and Cedar differ, or that Cedar could not
 * check: of asks, and of redemptions, approvals, previews and publications. An ask's audit event also
 * has `policy_fault`, and the coverage page counts its request under "Policy errors".
 * @returns a function that ends this.
 */
export function watchPolicyDifferences(log: Logger): () => void {
  const alarm = (message: unknown) => {
    const difference = message as PolicyDifference;
    metrics().policyDifferences.inc();
    log.error(
      { code: "policy_difference", ...difference },
      difference.cedar ? "the predicates and Cedar differ" : "Cedar could not check an evaluation",
    );
  };
  policyDifferences.subscribe(alarm);
  return () => policyDifferences.unsubscribe(alarm);
}
