import { Alert } from "#components/ui/alert";
import type { Rule } from "#lib/policy/language/rule";
import { brokenThresholds } from "#lib/policy/thresholds/threshold-of-rules";

/**
 * Lists the rules that no longer form the threshold they were drawn as, so that an admin does not
 * search for the threshold.
 */
export function BrokenThresholds({ rules }: { rules: Rule[] }) {
  return brokenThresholds(rules).map((tiers) => (
    <Alert
      key={tiers[0]?.threshold}
      variant="warning"
      className="mb-4"
      title="Some rules no longer fit their threshold"
    >
      {tiers.map(({ title }) => `“${title}”`).join(", ")} no longer form a continuous range. They still apply
      individually. Fix their limits, or remove them and create a new threshold.
    </Alert>
  ));
}
