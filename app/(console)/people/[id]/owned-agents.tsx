import { runtime } from "#app/runtime";
import { AgentStatus } from "#components/agents/agent-status";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { RowLink, RowList } from "#components/ui/row-list";
import { listAgents } from "#lib/agents/list-agents";
import type { Viewer } from "#lib/auth/session";

/** The agents a person answers for, as far as the viewer may see them. */
export async function OwnedAgents(props: { viewer: Viewer; ownerId: string; now: Date }) {
  const { viewer, ownerId, now } = props;
  const visible = await listAgents(runtime().db, { viewer, now });
  const owned = visible.filter((agent) => agent.owner.id === ownerId && agent.status !== "revoked");
  return (
    <Card>
      <CardHeader>
        <CardTitle>Agents they answer for</CardTitle>
      </CardHeader>
      {owned.length === 0 ? (
        <CardContent className="text-muted-foreground">None.</CardContent>
      ) : (
        <RowList className="first:border-t">
          {owned.map((agent) => (
            <RowLink
              key={agent.id}
              href={`/agents/${agent.id}`}
              className="flex items-center justify-between gap-3"
            >
              <span className="min-w-0 truncate font-medium">{agent.name}</span>
              <AgentStatus status={agent.status} />
            </RowLink>
          ))}
        </RowList>
      )}
    </Card>
  );
}
