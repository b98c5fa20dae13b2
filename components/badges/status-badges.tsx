import { Badge, type BadgeVariant } from "#components/ui/badge";
import { agentStatusVariants, personStatusVariants } from "#components/ui/looks.ts";
import { agentStatusLabels, personStatusLabels, testAgentLabel } from "#lib/text/labels";

export function AgentStatus({ status }: { status: keyof typeof agentStatusLabels }) {
  return <Badge variant={agentStatusVariants[status]}>{agentStatusLabels[status]}</Badge>;
}

const looks: Record<"confirmed" | "due" | "lapsed", { variant: BadgeVariant; word: string }> = {
  confirmed: { variant: "success", word: "Up to date" },
  due: { variant: "warning", word: "Review due" },
  lapsed: { variant: "danger", word: "Review overdue" },
};

/** Whether the agent's owner has confirmed ownership recently. */
export function AttestationBadge({ state }: { state: keyof typeof looks }) {
  return <Badge variant={looks[state].variant}>{looks[state].word}</Badge>;
}

/** Next to the name of a test agent, wherever it appears. */
export function TestAgentBadge() {
  return (
    <Badge variant="outline" icon="flask">
      {testAgentLabel}
    </Badge>
  );
}

export function PersonStatus({ status }: { status: keyof typeof personStatusLabels }) {
  return <Badge variant={personStatusVariants[status]}>{personStatusLabels[status]}</Badge>;
}
