import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import { outcomeLooks } from "#components/ui/looks.ts";
import type { Outcome } from "#lib/policy/language/rule";
import { outcomeLabels } from "#lib/text/labels";

/** An outcome of policy: icon and words, never color alone. `words`: unless the outcome's label. */
export function OutcomeBadge({ outcome, words }: { outcome: Outcome; words?: string }) {
  const { icon, variant } = outcomeLooks[outcome];
  return (
    <Badge variant={variant}>
      <Icon name={icon} />
      {words ?? outcomeLabels[outcome]}
    </Badge>
  );
}
