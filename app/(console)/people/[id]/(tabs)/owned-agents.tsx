import { runtime } from "#app/runtime/runtime";
import { agentsHref } from "#app/web/query/agent-query";
import { AgentAvatar } from "#components/agents/avatars";
import { AgentStatus } from "#components/badges/status-badges";
import { Card, CardHeader, CardTitle, RowLink, RowList } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { listAgentPage } from "#lib/agents/list-agent-page";
import type { Viewer } from "#lib/sessions/session";

/** A person's agents that the viewer may see. */
export async function OwnedAgents(props: { viewer: Viewer; ownerId: string; now: Date }) {
  const { viewer, ownerId, now } = props;
  const filter = { owner: ownerId };
  const { agents, next } = await listAgentPage(runtime().db, { viewer, filter, now });
  return (
    <Card>
      <CardHeader>
        <CardTitle>Agents they own</CardTitle>
        {next ? (
          <TextLink isTall href={agentsHref(filter)}>
            View all
          </TextLink>
        ) : null}
      </CardHeader>
      <RowList className="first:border-t" none="None">
        {agents.map((agent) => (
          <RowLink key={agent.id} href={`/agents/${agent.id}`} className="flex items-center gap-3">
            <AgentAvatar agent={agent} className="size-7" />
            <span className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">{agent.name}</span>
            {agent.status === "active" ? null : <AgentStatus status={agent.status} />}
          </RowLink>
        ))}
      </RowList>
    </Card>
  );
}
