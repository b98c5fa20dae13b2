import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import { stateLooks } from "#components/ui/looks.ts";
import { stateLabels } from "#lib/text/labels";

/** The state of a request. */
export function StateBadge({ state }: { state: keyof typeof stateLabels }) {
  const { icon, variant } = stateLooks[state];
  return (
    <Badge variant={variant}>
      <Icon name={icon} />
      {stateLabels[state]}
    </Badge>
  );
}
