import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import { testAgentLabel } from "#lib/text/labels";

/** Next to the name of a test agent, wherever it appears. */
export function TestAgentBadge() {
  return (
    <Badge variant="outline">
      <Icon name="flask" />
      {testAgentLabel}
    </Badge>
  );
}
