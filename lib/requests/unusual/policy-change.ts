import type { ComparedRequest } from "./decided-before.ts";
import type { PolicyChange } from "./finding.ts";
import type { HistorySummary } from "./summarize-history.ts";

/**
 * The policy's change since the agent's last approved request of this type: a fact, not a pattern.
 */
export function findPolicyChange(
  { policy }: ComparedRequest,
  { lastPolicyVersion, publishedAt }: HistorySummary,
): PolicyChange | undefined {
  if (lastPolicyVersion === null || publishedAt === null || lastPolicyVersion === policy.version)
    return undefined;
  const versions = { before: lastPolicyVersion, now: policy.version };
  return { kind: "policy_changed", ...versions, publishedAt: new Date(publishedAt) };
}
