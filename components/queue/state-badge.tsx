import { Badge } from "#components/ui/badge";
import { stateLooks } from "#components/ui/looks.ts";
import { stateLabels } from "#lib/text/labels";

/** The state of a request. */
export function StateBadge({ state }: { state: keyof typeof stateLabels }) {
  const { icon: Icon, variant } = stateLooks[state];
  return (
    <Badge variant={variant}>
      <Icon aria-hidden />
      {stateLabels[state]}
    </Badge>
  );
}
