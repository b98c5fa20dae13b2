import { Alert } from "#components/ui/alert";
import { brokenLadders } from "#lib/policy/ladder-of-rules";
import type { Rule } from "#lib/policy/rule";

/** Says which rules were drawn as a ladder and make none any more: nobody should look for them in vain. */
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
