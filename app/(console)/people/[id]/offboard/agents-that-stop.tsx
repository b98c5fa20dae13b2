import { AgentAvatar } from "#components/agents/agent-avatar";
import { AgentStatus } from "#components/agents/agent-status";
import { counted } from "#components/text/plural.ts";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { RowLink, RowList } from "#components/ui/row-list";
import type { ForeseenAgent, Foresight } from "#lib/membership/offboarding/foresee-offboarding";

export function AgentsThatStop({ foresight: { agents, agentCount } }: { foresight: Foresight }) {
  return (
    <Card>
      <CardHead title="Agents that would be quarantined" />
      {agents.length === 0 ? (
        <CardContent className="text-muted-foreground">None</CardContent>
      ) : (
        <RowList className="first:border-t">
          {agents.map((agent) => (
            <RowLink
              key={agent.id}
              href={`/agents/${agent.id}`}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1"
            >
              <span className="flex min-w-0 items-center gap-3">
                <AgentAvatar agent={agent} className="size-7" />
                <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{agent.name}</span>
              </span>
              <span className="flex flex-wrap items-center gap-1.5 text-[0.8125rem] text-muted-foreground tabular-nums">
                {countsOf(agent)}
                {agent.status === "active" ? null : <AgentStatus status={agent.status} />}
              </span>
            </RowLink>
          ))}
        </RowList>
      )}
      {agentCount > agents.length ? (
        <CardContent className="border-t pt-3 text-muted-foreground">
          {agentCount - agents.length} more
        </CardContent>
      ) : null}
    </Card>
  );
}

/** What an agent loses at this moment. */
export function countsOf(agent: ForeseenAgent | undefined): string {
  const { pendingRequests = 0, openGrants = 0 } = agent ?? {};
  return `${pendingRequests} pending · ${counted(openGrants, "unused grant")}`;
}
