import { Alert } from "#components/ui/alert";
import type { Rule } from "#lib/policy/language/rule";
import { brokenLadders } from "#lib/policy/thresholds/threshold-of-rules";

/**
 * Lists the rules that were drawn as a threshold and no longer form one, so that an admin does not
 * search for the threshold.
 */
export function BrokenLadders({ rules }: { rules: Rule[] }) {
  return brokenLadders(rules).map((bands) => (
    <Alert
      key={bands[0]?.ladder}
      variant="warning"
      className="mb-4"
      title="Some rules no longer fit their threshold"
    >
      {bands.map(({ title }) => `“${title}”`).join(", ")} no longer form a continuous range. They still apply
      individually. Fix their limits, or remove them and create a new threshold.
    </Alert>
  ));
}
