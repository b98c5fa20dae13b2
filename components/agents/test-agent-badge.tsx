import { FlaskConical } from "lucide-react";
import { Badge } from "#components/ui/badge";
import { testAgentLabel } from "#lib/text/labels";

/** Next to the name of a test agent, wherever it appears. */
export function TestAgentBadge() {
  return (
    <Badge variant="outline">
      <FlaskConical aria-hidden />
      {testAgentLabel}
    </Badge>
  );
}
