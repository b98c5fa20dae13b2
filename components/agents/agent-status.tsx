import { Badge } from "#components/ui/badge";
import { agentStatusVariants } from "#components/ui/looks.ts";
import { agentStatusLabels } from "#lib/text/labels";

export function AgentStatus({ status }: { status: keyof typeof agentStatusLabels }) {
  return <Badge variant={agentStatusVariants[status]}>{agentStatusLabels[status]}</Badge>;
}
